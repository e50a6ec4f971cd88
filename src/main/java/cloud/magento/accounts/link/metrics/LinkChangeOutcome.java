package cloud.magento.accounts.link.metrics;

import java.util.Locale;

/** What happened to a link with the provider, no matter who changed it. */
public enum LinkChangeOutcome {
    /** A user who was not connected is. */
    LINKED,
    /** Another account is connected than before. */
    REPLACED,
    /** A user who was connected is not. */
    UNLINKED;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
