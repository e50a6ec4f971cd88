package cloud.magento.accounts.link.view;

import java.util.Locale;
import java.util.stream.Stream;
import org.keycloak.http.HttpRequest;

/** The button that the user chose on the page. The form field {@code step} has its name in lower case. */
public enum FormStep {
    CONNECT,
    /** As {@link #CONNECT}, with another account than the one that the user is signed in to at the provider. */
    SWITCH,
    CONFIRM,
    /** "Not now". */
    LATER,
    REAUTHENTICATE,
    /** Continues or cancels without connecting. */
    LEAVE,
    /** "Not you? Sign out". */
    SIGN_OUT,
    /** No button of the page. The page is shown again. */
    UNKNOWN;

    private static final String FIELD = "step";

    /** The step that a form names; {@link #UNKNOWN} if it names none or another one. */
    public static FormStep of(HttpRequest request) {
        return named(request.getDecodedFormParameters().getFirst(FIELD));
    }

    static FormStep named(String value) {
        return Stream.of(values())
                .filter(step -> step.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
