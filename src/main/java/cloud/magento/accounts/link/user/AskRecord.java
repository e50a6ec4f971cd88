package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.policy.SnoozeRules;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * What is kept of asking a user: four attributes that only admins can see and change. They stand on the server, so
 * clearing cookies renews nothing.
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

    public AskRecord(UserModel user) {
        this.user = user;
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
        String text = user.getFirstAttribute(SNOOZES);
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
        } catch (ReadOnlyException e) {
            // A user store of somebody else's making that takes nothing: the login must not break on it.
            LOG.warnf("User %s: attribute %s cannot be kept, the user's store is read-only", user.getId(), attribute);
        }
    }

    private Optional<Instant> instant(String attribute) {
        String text = user.getFirstAttribute(attribute);
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
