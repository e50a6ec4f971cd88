package cloud.magento.accounts.link.check;

import java.util.List;
import java.util.Locale;

/**
 * Something in the set-up that is wrong or worth knowing. Its components are the fields of the JSON.
 *
 * @param code names the kind of finding: the name of a {@link Code} in lower case
 * @param severity the name of a {@link Severity} in lower case
 * @param message what is wrong, and its effect
 * @param remedy a command, or a place in the admin console
 */
public record Finding(String code, String severity, String message, String remedy) {

    /** How bad it is, the worst first. */
    public enum Severity {
        /** Users are not asked, cannot connect, or can avoid it, or a node answers logins with errors. */
        ERROR,
        /** It works, but not as it could be expected. */
        WARNING,
        /** To know only. */
        INFO;

        /** The severity in answers and metrics. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The closed list of kinds. */
    public enum Code {
        ACTION_ALIAS(Severity.ERROR),
        ACTION_MISSING(Severity.ERROR),
        ACTION_DISABLED(Severity.ERROR),
        SETTINGS_INVALID(Severity.ERROR),
        SETTINGS_EMPTY(Severity.ERROR),
        SETTINGS_UNKNOWN_KEY(Severity.WARNING),
        MODE_OFF(Severity.INFO),
        MODE_REPORT(Severity.INFO),
        CUTOFF_MISSING(Severity.WARNING),
        EXEMPT_ROLE_MISSING(Severity.WARNING),
        EXEMPT_GROUP_MISSING(Severity.WARNING),
        EXEMPT_CLIENT_MISSING(Severity.WARNING),
        WAVE_GROUP_MISSING(Severity.WARNING),
        PROVIDER_MISSING(Severity.ERROR),
        PROVIDER_DISABLED(Severity.ERROR),
        PROVIDER_WITHOUT_GUARD(Severity.ERROR),
        PROVIDER_TYPE(Severity.ERROR),
        /** An error if the email policy requires an address. */
        PROVIDER_WITHOUT_EMAIL(Severity.ERROR, Severity.WARNING),
        AUTHENTICATOR_MISSING(Severity.ERROR),
        CLIENT_POLICY_MISSING(Severity.ERROR),
        CLIENT_POLICY_PARTIAL(Severity.WARNING),
        DUPLICATES(Severity.ERROR),
        NO_BREAK_GLASS(Severity.WARNING),
        ATTRIBUTES_WRITABLE(Severity.ERROR),
        ATTRIBUTES_UNDECLARED(Severity.WARNING),
        REMINDERS_WITHOUT_SMTP(Severity.ERROR),
        REMINDERS_WITHOUT_ADDRESS(Severity.WARNING),
        EVENTS_NOT_SAVED(Severity.WARNING),
        AUTO_LINK(Severity.ERROR),
        KEYCLOAK_VERSION(Severity.WARNING),
        /** An error if a node lacks the extension. */
        NODES_DIFFER(Severity.ERROR, Severity.WARNING),
        LEGACY_LINK_ADDRESS(Severity.INFO);

        private final List<Severity> severities;

        Code(Severity... severities) {
            this.severities = List.of(severities);
        }

        /** The code in answers, metrics and the log. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** How bad such a finding can be. */
        public List<Severity> severities() {
            return severities;
        }
    }

    static Finding error(Code code, String message, String remedy) {
        return of(code, Severity.ERROR, message, remedy);
    }

    static Finding warning(Code code, String message, String remedy) {
        return of(code, Severity.WARNING, message, remedy);
    }

    static Finding info(Code code, String message, String remedy) {
        return of(code, Severity.INFO, message, remedy);
    }

    private static Finding of(Code code, Severity severity, String message, String remedy) {
        if (!code.severities().contains(severity)) {
            // The metrics would lack it.
            throw new IllegalArgumentException(code + " is never " + severity);
        }
        return new Finding(code.code(), severity.code(), message, remedy);
    }

    /** The severity as a value. */
    public Severity rank() {
        return Severity.valueOf(severity.toUpperCase(Locale.ROOT));
    }
}
