package cloud.magento.accounts.link.it.pages;

import java.util.Map;
import java.util.Optional;
import org.htmlunit.html.HtmlPage;

/** The app that requested the sign-in. Its content does not matter; tests check the address of the callback. */
public final class AppPage extends KeycloakPage {

    /** Identifies the app's page. */
    public static final String MARK = "<main id=\"test-app\">The app</main>";

    AppPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, isShownBy(html));
    }

    static boolean isShownBy(HtmlPage html) {
        return shows(html, "#test-app");
    }

    /** The parameters of Keycloak's answer and of the app's own address, by name. */
    public Map<String, String> parameters() {
        return Addresses.parametersOf(address());
    }

    /** The code to redeem for tokens. */
    public String code() {
        return parameter("code").orElseThrow(() -> new AssertionError("No code in " + address()));
    }

    /** The error code of a refused sign-in. */
    public Optional<String> error() {
        return parameter("error");
    }

    /** One value. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters().get(name));
    }
}
