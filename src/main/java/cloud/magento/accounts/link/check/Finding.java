package cloud.magento.accounts.link.check;

import java.util.Locale;

/**
 * Something in the set-up that is wrong or worth knowing. Its components are the fields of the JSON.
 *
 * @param code names the kind of finding, always the same
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param message what is wrong, and its effect
 * @param remedy a command, or a place in the admin console
 */
public record Finding(String code, String severity, String message, String remedy) {

    /** How bad it is, the worst first. */
    public enum Severity {
        /** Users are not asked, cannot connect, or can avoid it. */
        ERROR,
        /** It works, but not as it could be expected. */
        WARNING,
        /** To know only. */
        INFO
    }

    static Finding error(String code, String message, String remedy) {
        return of(code, Severity.ERROR, message, remedy);
    }

    static Finding warning(String code, String message, String remedy) {
        return of(code, Severity.WARNING, message, remedy);
    }

    static Finding info(String code, String message, String remedy) {
        return of(code, Severity.INFO, message, remedy);
    }

    private static Finding of(String code, Severity severity, String message, String remedy) {
        return new Finding(code, severity.name().toLowerCase(Locale.ROOT), message, remedy);
    }

    int rank() {
        return Severity.valueOf(severity.toUpperCase(Locale.ROOT)).ordinal();
    }
}
