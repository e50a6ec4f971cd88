package cloud.magento.accounts.link.action;

import java.util.Locale;
import java.util.stream.Stream;

/** What the user chose on the page: the value of the field {@code step}. */
enum FormStep {
    CONNECT,
    SWITCH,
    CONFIRM,
    LATER,
    REAUTHENTICATE,
    LEAVE,
    /** Anything else: the page is shown again. */
    UNKNOWN;

    static FormStep named(String value) {
        return Stream.of(values())
                .filter(step -> step.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
