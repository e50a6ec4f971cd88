package cloud.magento.accounts.link.metrics;

import java.util.Locale;

/** What became of an email that reminds a user of the deadline. */
public enum ReminderOutcome {
    /** The mail server has accepted it. */
    SENT,
    /** It was not sent. It is tried again at the next run. */
    FAILED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
