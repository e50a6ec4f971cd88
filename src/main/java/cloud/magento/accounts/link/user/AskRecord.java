package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.policy.SnoozeRules;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * What is stored about prompting a user to connect: four attributes that only admins can view and edit. They are stored
 * on the server, so clearing cookies resets nothing. If the user's store accepts no attributes, such as LDAP with edit
 * mode READ_ONLY, they are stored in Keycloak's federated storage instead.
 */
public final class AskRecord {

    private final UserContext context;
    private final UserModel user;
    private final RealmModel realm;
    private final UserFederatedStorageProvider federatedStorage;
    private final MultivaluedHashMap<String, String> federatedAttributes;

    /**
     * The attributes of a user.
     *
     * @param snoozes how often the user has used "Not now"; never negative
     * @param warnings what an admin must correct, for the log
     */
    record Stored(
            Optional<Instant> firstAsked,
            Optional<Instant> snoozedUntil,
            int snoozes,
            Optional<Instant> personalDeadline,
            List<String> warnings) {}

    /** Reads the federated storage of a federated user. The attributes of other users are read on demand. */
    public AskRecord(UserContext context) {
        this.context = context;
        this.user = context.user();
        this.realm = context.realm();
        this.federatedStorage = context.session().getProvider(UserFederatedStorageProvider.class);
        this.federatedAttributes =
                isFederated(user) ? federatedStorage.getAttributes(realm, user.getId()) : new MultivaluedHashMap<>();
    }

    /** Only these users can have attributes in the federated storage. For the others this saves a query. */
    private static boolean isFederated(UserModel user) {
        return user.isFederated() || !StorageId.isLocalStorage(user.getId());
    }

    /** Stores when the user was first prompted, in whole seconds. Later calls change nothing. */
    public void recordPrompt(Instant now) {
        if (read().firstAsked().isEmpty()) {
            store(AskAttributes.FIRST_ASKED, format(now));
        }
    }

    /** Stores one "Not now": its end, in whole seconds, and the number of them so far. */
    public void recordSnooze(Instant now, SnoozeRules rules, ZoneId zone) {
        int snoozes = read().snoozes();
        store(AskAttributes.SNOOZED_UNTIL, format(rules.until(now, zone)));
        store(AskAttributes.SNOOZES, Integer.toString(snoozes == Integer.MAX_VALUE ? snoozes : snoozes + 1));
    }

    private static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void store(String attribute, String value) {
        try {
            user.setSingleAttribute(attribute, value);
            if (federatedAttributes.containsKey(attribute)) {
                // The user's store was read-only before. The value in the federated storage would take precedence.
                federatedStorage.removeAttribute(realm, user.getId(), attribute);
            }
        } catch (ReadOnlyException e) {
            // The login must not fail, and the grace period must not start again with each login.
            federatedStorage.setSingleAttribute(realm, user.getId(), attribute, value);
        }
    }

    /** The text of an attribute, readable or not; empty: the user does not have the attribute. */
    Optional<String> text(String attribute) {
        return Optional.ofNullable(value(attribute));
    }

    /** Removes all four attributes. */
    public void reset() {
        AskAttributes.ALL.forEach(new AttributeWriter(context)::remove);
    }

    /** Reads all four attributes. */
    Stored read() {
        List<String> warnings = new ArrayList<>();
        return new Stored(
                instant(AskAttributes.FIRST_ASKED, warnings),
                instant(AskAttributes.SNOOZED_UNTIL, warnings),
                snoozes(warnings),
                instant(AskAttributes.DEADLINE, warnings),
                List.copyOf(warnings));
    }

    /** Only admins write these attributes. An invalid value causes a warning for them and counts as missing. */
    private int snoozes(List<String> warnings) {
        String text = value(AskAttributes.SNOOZES);
        if (text == null) {
            return 0;
        }
        Optional<Integer> count = AskAttributes.count(text);
        if (count.isEmpty()) {
            warnings.add(AskAttributes.unreadable(user, AskAttributes.SNOOZES));
        }
        return count.orElse(0);
    }

    private Optional<Instant> instant(String attribute, List<String> warnings) {
        String text = value(attribute);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        Optional<Instant> instant = AskAttributes.instant(text);
        if (instant.isEmpty()) {
            warnings.add(AskAttributes.unreadable(user, attribute));
        }
        return instant;
    }

    private String value(String attribute) {
        String value = federatedAttributes.getFirst(attribute);
        return value == null ? user.getFirstAttribute(attribute) : value;
    }
}
