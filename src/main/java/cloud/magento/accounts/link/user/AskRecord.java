package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.policy.SnoozeRules;
import cloud.magento.accounts.link.support.UserContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * What is stored about prompting a user to connect: four attributes that only admins can view and edit. They are stored
 * on the server, so clearing cookies resets nothing. If the user's store takes no attributes, as LDAP with edit mode
 * READ_ONLY, they are stored in Keycloak's federated storage instead.
 */
public final class AskRecord {

    private static final Logger LOG = Logger.getLogger(AskRecord.class);

    private static final String FIRST_ASKED = "magentoLinkFirstAsked";
    private static final String SNOOZED_UNTIL = "magentoLinkSnoozedUntil";
    private static final String SNOOZES = "magentoLinkSnoozes";
    private static final String DEADLINE = "magentoLinkDeadline";

    /** All of them. None counts if users can edit one. */
    static final List<String> ATTRIBUTES = List.of(FIRST_ASKED, SNOOZED_UNTIL, SNOOZES, DEADLINE);

    private final UserModel user;
    private final RealmModel realm;
    private final UserFederatedStorageProvider federatedStorage;
    private final MultivaluedHashMap<String, String> federatedAttributes;

    public AskRecord(UserContext context) {
        this.user = context.user();
        this.realm = context.realm();
        this.federatedStorage = context.session().getProvider(UserFederatedStorageProvider.class);
        this.federatedAttributes =
                isFederated(user) ? federatedStorage.getAttributes(realm, user.getId()) : new MultivaluedHashMap<>();
    }

    /** Only these users can have attributes in the federated storage. The others are spared the query. */
    private static boolean isFederated(UserModel user) {
        return user.isFederated() || !StorageId.isLocalStorage(user.getId());
    }

    /** Stores when the user was first prompted. Later calls change nothing. */
    public void asked(Instant now) {
        if (firstAsked().isEmpty()) {
            store(FIRST_ASKED, text(now));
        }
    }

    /** Stores one "Not now". */
    public void snoozed(Instant now, SnoozeRules rules, ZoneId zone) {
        store(SNOOZED_UNTIL, text(rules.until(now, zone)));
        store(SNOOZES, Integer.toString(snoozes() == Integer.MAX_VALUE ? Integer.MAX_VALUE : snoozes() + 1));
    }

    Optional<Instant> firstAsked() {
        return instant(FIRST_ASKED);
    }

    Optional<Instant> snoozedUntil() {
        return instant(SNOOZED_UNTIL);
    }

    Optional<Instant> personalDeadline() {
        return instant(DEADLINE);
    }

    int snoozes() {
        String text = stored(SNOOZES);
        if (text == null) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return unreadable(SNOOZES, 0);
        }
    }

    private void store(String attribute, String value) {
        try {
            user.setSingleAttribute(attribute, value);
            if (federatedAttributes.containsKey(attribute)) {
                // The store was read-only before. The federated storage would be read first.
                federatedStorage.removeAttribute(realm, user.getId(), attribute);
            }
        } catch (ReadOnlyException e) {
            // The login must not fail, and the grace period must not start again with each login.
            federatedStorage.setSingleAttribute(realm, user.getId(), attribute, value);
        }
    }

    private String stored(String attribute) {
        String value = federatedAttributes.getFirst(attribute);
        return value == null ? user.getFirstAttribute(attribute) : value;
    }

    private Optional<Instant> instant(String attribute) {
        String text = stored(attribute);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            // A year with a sign can be one for which no calendar can count days.
            return isSigned(text) ? unreadable(attribute, Optional.empty()) : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return unreadable(attribute, Optional.empty());
        }
    }

    private static boolean isSigned(String text) {
        return text.startsWith("+") || text.startsWith("-");
    }

    /** Only admins write these attributes, so an invalid value is logged for them and counts as missing. */
    private <T> T unreadable(String attribute, T instead) {
        LOG.warnf(
                "User %s: attribute %s cannot be read and is ignored. Use an instant such as 2020-04-01T16:00:00Z, or"
                        + " a whole number for %s.",
                user.getId(), attribute, SNOOZES);
        return instead;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
