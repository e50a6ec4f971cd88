package cloud.magento.accounts.link.it.pages;

import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;

/** Keycloak's error page. */
public final class ErrorPage extends KeycloakPage {

    ErrorPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, shows(html, "#kc-error-message"));
    }

    /** Where the link back to the client leads; an empty string if there is none. */
    public String back() {
        DomElement link = html.getElementById("backToApplication");
        return link == null ? "" : link.getAttribute("href");
    }

    /** What the page says. */
    public String message() {
        return textOf("#kc-error-message").orElse("");
    }
}
