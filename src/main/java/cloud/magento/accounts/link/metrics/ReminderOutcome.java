package cloud.magento.accounts.link.metrics;

import java.util.Locale;

/** What became of an email that reminds a user of the deadline. */
public enum ReminderOutcome {
    /** The mail server has accepted it. */
    SENT,
    /** The mail server has not accepted it, or has not confirmed that it has. */
    FAILED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
