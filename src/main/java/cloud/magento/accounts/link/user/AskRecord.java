package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.policy.SnoozeRules;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * What is kept of asking a user: four attributes that only admins can see and change. They stand on the server, so
 * clearing cookies renews nothing. Where the user's store takes no attributes, as LDAP with edit mode READ_ONLY, they
 * are kept beside the user, in the place that Keycloak has for what a store cannot keep.
 */
public final class AskRecord {

    private static final Logger LOG = Logger.getLogger(AskRecord.class);

    private static final String FIRST_ASKED = "magentoLinkFirstAsked";
    private static final String SNOOZED_UNTIL = "magentoLinkSnoozedUntil";
    private static final String SNOOZES = "magentoLinkSnoozes";
    private static final String DEADLINE = "magentoLinkDeadline";

    /** All of them; none counts where users can write one. */
    static final List<String> ATTRIBUTES = List.of(FIRST_ASKED, SNOOZED_UNTIL, SNOOZES, DEADLINE);

    private final UserModel user;
    private final RealmModel realm;
    private final UserFederatedStorageProvider beside;
    private final MultivaluedHashMap<String, String> keptBeside;

    public AskRecord(UserModel user, KeycloakSession session, RealmModel realm) {
        this.user = user;
        this.realm = realm;
        this.beside = session.getProvider(UserFederatedStorageProvider.class);
        this.keptBeside =
                isOfAnotherStore(user) ? beside.getAttributes(realm, user.getId()) : new MultivaluedHashMap<>();
    }

    /** Keeps the first time of asking; later times change nothing. */
    public void asked(Instant now) {
        if (firstAsked().isEmpty()) {
            keep(FIRST_ASKED, text(now));
        }
    }

    /** Keeps one "Not now". */
    public void snoozed(Instant now, SnoozeRules rules, ZoneId zone) {
        keep(SNOOZED_UNTIL, text(rules.until(now, zone)));
        keep(SNOOZES, Integer.toString(snoozes() == Integer.MAX_VALUE ? Integer.MAX_VALUE : snoozes() + 1));
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
        String text = kept(SNOOZES);
        if (text == null) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return unreadable(SNOOZES, 0);
        }
    }

    private void keep(String attribute, String value) {
        try {
            user.setSingleAttribute(attribute, value);
            if (keptBeside.containsKey(attribute)) {
                // The store was read-only once; what is kept beside the user would be read first.
                beside.removeAttribute(realm, user.getId(), attribute);
            }
        } catch (ReadOnlyException e) {
            // Neither may the login break on it, nor may the grace begin anew with each login.
            beside.setSingleAttribute(realm, user.getId(), attribute, value);
        }
    }

    private String kept(String attribute) {
        String value = keptBeside.getFirst(attribute);
        return value == null ? user.getFirstAttribute(attribute) : value;
    }

    /** Everybody else has nothing kept beside them, and their logins are spared the query. */
    private static boolean isOfAnotherStore(UserModel user) {
        return user.isFederated() || !StorageId.isLocalStorage(user.getId());
    }

    private Optional<Instant> instant(String attribute) {
        String text = kept(attribute);
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            // A signed year may lie where no calendar can count days.
            return isSigned(text) ? unreadable(attribute, Optional.empty()) : Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return unreadable(attribute, Optional.empty());
        }
    }

    private static boolean isSigned(String text) {
        return text.startsWith("+") || text.startsWith("-");
    }

    /** Only admins write these attributes, so a bad one is told to them, and counts as if it were not there. */
    private <T> T unreadable(String attribute, T instead) {
        LOG.warnf("User %s: attribute %s cannot be read and is ignored", user.getId(), attribute);
        return instead;
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
