package cloud.magento.accounts.link.it.pages;

import java.util.Map;
import java.util.Optional;
import org.htmlunit.html.HtmlPage;

/** The app that asked for the sign-in: it shows nothing, what counts is the address it was called back at. */
public final class AppPage extends KeycloakPage {

    /** What the app's page has so that it can be told from others. */
    public static final String MARK = "<main id=\"test-app\">The app</main>";

    AppPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, isShownBy(html));
    }

    static boolean isShownBy(HtmlPage html) {
        return shows(html, "#test-app");
    }

    /** What Keycloak answered, and what the app had put into its own address, by name. */
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
