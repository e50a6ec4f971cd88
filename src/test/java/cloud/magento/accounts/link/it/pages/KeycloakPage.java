package cloud.magento.accounts.link.it.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;

/** The base of all pages: text, address and buttons. */
abstract class KeycloakPage {

    final Browser.Tab tab;
    final HtmlPage html;

    KeycloakPage(Browser.Tab tab, HtmlPage html, boolean isThisPage) {
        if (!isThisPage) {
            throw new Shown.NotThisPage();
        }
        this.tab = tab;
        this.html = html;
    }

    /** Everything there is to read on the page. */
    public final String text() {
        return html.asNormalizedText();
    }

    /** The page's source, to look for what must not be in it. */
    public final String source() {
        return html.getWebResponse().getContentAsString();
    }

    /** The heading. */
    public final String heading() {
        return Optional.<DomNode>ofNullable(html.querySelector("#kc-page-title"))
                .map(DomNode::asNormalizedText)
                .orElse("");
    }

    /** The title of the browser's tab. */
    public final String title() {
        return html.getTitleText();
    }

    /** The HTTP status. */
    public final int status() {
        return html.getWebResponse().getStatusCode();
    }

    /** A header of the answer; an empty string if there is none. */
    public final String header(String name) {
        return Optional.ofNullable(html.getWebResponse().getResponseHeaderValue(name))
                .orElse("");
    }

    /** The address in the address bar. */
    public final URI address() {
        return URI.create(html.getUrl().toString());
    }

    /** What the alert at the top says, or nothing. */
    public final String alert() {
        return textOf(".kc-feedback-text").orElse("");
    }

    /** Whether the alert at the top is an error, and not information. */
    public final boolean hasErrorAlert() {
        return has(".pf-m-danger");
    }

    /** The page's language. */
    public final String language() {
        return html.getDocumentElement().getAttribute("lang");
    }

    /** The tab that shows the page. */
    public final Browser.Tab tab() {
        return tab;
    }

    final Optional<String> textOf(String selector) {
        return Optional.<DomNode>ofNullable(html.querySelector(selector))
                .map(DomNode::asNormalizedText)
                .map(String::strip);
    }

    final Shown press(String selector) {
        DomElement button = html.querySelector(selector);
        if (button == null) {
            throw new AssertionError(
                    "Nothing to press at " + selector + " on " + address() + ", which shows:\n" + text());
        }
        try {
            button.click();
            return tab.shown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final boolean has(String selector) {
        return html.querySelector(selector) != null;
    }

    static boolean shows(HtmlPage html, String selector) {
        return html.querySelector(selector) != null;
    }

    @Override
    public String toString() {
        return status() + " " + address() + "\n" + text();
    }

    /** Another address of Keycloak's, for the same step of the same tab. */
    public String sameTabAt(String path) {
        URI action = address().resolve(html.getForms().get(0).getActionAttribute());
        return action.resolve(path + "?" + action.getRawQuery()).toString();
    }
}
