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

/** The settings of a realm. They are parsed once for each change, because logins are many and changes are few. */
public final class RealmSettings {

    /** The id and the alias of the required action. Keycloak finds its config only if both are the same. */
    public static final String ACTION_ID = "connect-magento";

    private static final Logger LOG = Logger.getLogger(RealmSettings.class);

    private static final ParsedSettings OFF = SettingsParser.parse(Map.of(SettingKey.MODE, "off"));

    private static final ConcurrentMap<String, Cached> CACHE_BY_REALM_ID = new ConcurrentHashMap<>();

    /** The config that was parsed last, and the result. */
    private record Cached(Map<String, String> config, ParsedSettings settings) {}

    private RealmSettings() {}

    /** The settings in effect. The mode is {@code off} if the required action is not registered or not enabled. */
    public static ParsedSettings of(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(ACTION_ID);
        if (action == null || !action.isEnabled()) {
            return OFF;
        }
        Map<String, String> config = config(action);
        Cached cached = CACHE_BY_REALM_ID.get(realm.getId());
        if (cached == null || !config.equals(cached.config())) {
            cached = new Cached(new HashMap<>(config), parse(realm, config));
            CACHE_BY_REALM_ID.put(realm.getId(), cached);
        }
        return cached.settings();
    }

    private static Map<String, String> config(RequiredActionProviderModel action) {
        return action.getConfig() == null ? Map.of() : action.getConfig();
    }

    private static ParsedSettings parse(RealmModel realm, Map<String, String> config) {
        ParsedSettings parsed = SettingsParser.parse(config);
        LinkSettings readable = parsed.readable();
        if (readable.mode() == Mode.ON
                && readable.schedule().cutoff().isEmpty()
                && readable.stages().waves().isEmpty()) {
            LOG.warnf(
                    "Realm %s: the mode is on, but nobody has to connect without a cutoff or a personal deadline."
                            + " Set the cutoff of the required action %s.",
                    realm.getName(), ACTION_ID);
        }
        return parsed;
    }

    /** The settings in effect; empty: at least one of them is invalid. */
    public static Optional<LinkSettings> usable(RealmModel realm) {
        return of(realm) instanceof Usable usable ? Optional.of(usable.settings()) : Optional.empty();
    }

    /** The alias of the provider that users connect. It is known even if another setting is invalid. */
    public static String idpAlias(RealmModel realm) {
        return of(realm).readable().idpAlias();
    }

    /**
     * Whether links with this provider are protected: an account belongs to one user only, the user confirms the link,
     * and a change is reported by email. This also applies in mode {@code report}, and if another setting is invalid.
     */
    public static boolean isActive(RealmModel realm, String alias) {
        return isActive(realm) && idpAlias(realm).equals(alias);
    }

    /** Whether links with the provider of the settings are protected. */
    public static boolean isActive(RealmModel realm) {
        return of(realm).readable().mode() != Mode.OFF;
    }

    /**
     * The config that an admin saves, without unknown keys that are already stored. Keycloak keeps those keys, and its
     * console sends them with every change: see RealmAdapter.updateRequiredActionConfig. If they were rejected, the
     * admin could not save any setting.
     */
    public static Map<String, String> toBeSaved(RealmModel realm, Map<String, String> config) {
        Map<String, String> stored = stored(realm);
        Map<String, String> saved = new HashMap<>(config);
        saved.keySet().removeIf(key -> !SettingKey.ALL.contains(key) && stored.containsKey(key));
        return saved;
    }

    /** The config as it is stored, also of an action that is not enabled; empty: the action is not registered. */
    public static Map<String, String> stored(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(ACTION_ID);
        return action == null ? Map.of() : config(action);
    }
}
