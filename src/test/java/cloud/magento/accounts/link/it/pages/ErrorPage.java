package cloud.magento.accounts.link.it.pages;

import org.htmlunit.html.HtmlPage;

/** Keycloak's error page. */
public final class ErrorPage extends KeycloakPage {

    ErrorPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, shows(html, "#kc-error-message"));
    }

    /** What the page says. */
    public String message() {
        return textOf("#kc-error-message").orElse("");
    }
}
