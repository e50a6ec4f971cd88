package cloud.magento.accounts.link.realm;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.policy.Mode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** The settings of a realm, parsed once per change: logins are many, changes are few. */
public final class RealmSettings {

    /** Id and alias of the required action; Keycloak finds the config only where both are the same. */
    public static final String ACTION_ID = "connect-magento";

    private static final Logger LOG = Logger.getLogger(RealmSettings.class);

    /** By the id of the realm: what came out of the one configuration that was parsed last. */
    private static final ConcurrentMap<String, Map<Map<String, String>, ParsedSettings>> BY_REALM_ID =
            new ConcurrentHashMap<>();

    private static final ParsedSettings OFF = SettingsParser.parse(Map.of(SettingKey.MODE, "off"));

    private RealmSettings() {}

    /** The settings in force: mode {@code off} where the required action is not registered or not enabled. */
    public static ParsedSettings of(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(ACTION_ID);
        if (action == null || !action.isEnabled()) {
            return OFF;
        }
        Map<String, String> config = action.getConfig() == null ? Map.of() : action.getConfig();
        ParsedSettings parsed =
                BY_REALM_ID.getOrDefault(realm.getId(), Map.of()).get(config);
        if (parsed == null) {
            parsed = parse(realm, config);
            BY_REALM_ID.put(realm.getId(), Map.of(new HashMap<>(config), parsed));
        }
        return parsed;
    }

    /**
     * What an admin saves, without the unknown keys that are stored already. Keycloak keeps those whatever is saved,
     * and its console sends them along: see RealmAdapter.updateRequiredActionConfig. To refuse them would keep the
     * admin from saving anything.
     */
    public static Map<String, String> toBeSaved(RealmModel realm, Map<String, String> config) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(ACTION_ID);
        Map<String, String> stored = action == null || action.getConfig() == null ? Map.of() : action.getConfig();
        Map<String, String> saved = new HashMap<>(config);
        saved.keySet().removeIf(key -> !SettingKey.ALL.contains(key) && stored.containsKey(key));
        return saved;
    }

    /** The settings in force where they can be used. */
    public static Optional<LinkSettings> usable(RealmModel realm) {
        return of(realm) instanceof Usable usable ? Optional.of(usable.settings()) : Optional.empty();
    }

    /**
     * Whether links with this provider are guarded: asked about, given to one user alone, and told of by mail. They are
     * in mode {@code report} too, and where another setting is broken.
     */
    public static boolean isActive(RealmModel realm, String alias) {
        return isActive(realm) && of(realm).readable().idpAlias().equals(alias);
    }

    /** Whether links with some provider are guarded. */
    public static boolean isActive(RealmModel realm) {
        return of(realm).readable().mode() != Mode.OFF;
    }

    private static ParsedSettings parse(RealmModel realm, Map<String, String> config) {
        ParsedSettings parsed = SettingsParser.parse(config);
        LinkSettings readable = parsed.readable();
        if (readable.mode() == Mode.ON && readable.schedule().cutoff().isEmpty()) {
            LOG.warnf(
                    "Realm %s: the mode is on, but nobody has to connect without a cutoff or a deadline of their own."
                            + " Set the cutoff of the required action %s.",
                    realm.getName(), ACTION_ID);
        }
        return parsed;
    }
}
