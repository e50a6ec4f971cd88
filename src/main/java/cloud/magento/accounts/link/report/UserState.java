package cloud.magento.accounts.link.report;

import java.util.Locale;

/** The states of a user. Each user of the realm's database has exactly one: the first that fits. */
public enum UserState {
    /** The user is disabled, connected or not. */
    DISABLED,
    /** The user has connected an account at the identity provider. */
    CONNECTED,
    /** The user is exempt, see {@link ExemptBy}. */
    EXEMPT,
    /** The policy would require the user to connect now. */
    OVERDUE,
    /** The user has chosen "Not now", and it is still valid. */
    SNOOZED,
    /** The user must connect later, or can. */
    PENDING;

    /** The name of the state in requests and answers. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
