package cloud.magento.accounts.link.it.pages;

import java.net.URI;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;

/** The page in a tab, before the test has named the page that it expects. */
public final class Shown {

    private static final Pattern ACTION_LINK = Pattern.compile("href=\"([^\"]*action-token[^\"]*)\"");

    private final Browser.Tab tab;
    private final Page page;

    Shown(Browser.Tab tab, Page page) {
        this.tab = tab;
        this.page = page;
    }

    /** Keycloak's sign-in form, of either realm. */
    public SignInPage signInPage() {
        return as("the sign-in page", SignInPage::new);
    }

    /** The page of this extension. */
    public ConnectPage connectPage() {
        return as("the page \"Connect with Magento.com\"", ConnectPage::new);
    }

    /** The rollout page for admins. */
    public RolloutPage rolloutPage() {
        return as("the rollout page", RolloutPage::new);
    }

    /** Keycloak's error page. */
    public ErrorPage errorPage() {
        return as("an error page", ErrorPage::new);
    }

    /** Some other form of Keycloak, such as a new password or the terms. */
    public FormPage formPage() {
        return as("a form of Keycloak", FormPage::new);
    }

    /** The app that asked for the sign-in. */
    public AppPage appPage() {
        return as("the app", AppPage::new);
    }

    /** Whether this is the page of this extension. */
    public boolean isConnectPage() {
        return page instanceof HtmlPage html && ConnectPage.isShownBy(html);
    }

    /** Whether this is the app that asked for the sign-in. */
    public boolean isAppPage() {
        return page instanceof HtmlPage html && AppPage.isShownBy(html);
    }

    /** Whether a new password is to be typed. */
    public boolean asksForNewPassword() {
        return page instanceof HtmlPage html && KeycloakPage.shows(html, "#password-new");
    }

    /** Whether the user can go on: this is the app, or a page with a form or a link that is not one to a language. */
    public boolean leadsOn() {
        return isAppPage()
                || page instanceof HtmlPage html
                        && (!html.getForms().isEmpty()
                                || html.getAnchors().stream()
                                        .map(HtmlAnchor::getHrefAttribute)
                                        .anyMatch(href -> href.contains("/") && !href.contains("kc_locale")));
    }

    /** The address in the address bar. */
    public URI address() {
        return URI.create(page.getUrl().toString());
    }

    /** The HTTP status. */
    public int status() {
        return page.getWebResponse().getStatusCode();
    }

    /** Everything there is to read, for messages of failed tests. */
    public String text() {
        return page instanceof HtmlPage html
                ? html.asNormalizedText()
                : page.getWebResponse().getContentAsString();
    }

    /** The page's source, to look for what must not be in it. */
    public String source() {
        return page.getWebResponse().getContentAsString();
    }

    /** Where the link with this id leads, on a page of Keycloak that is none of the above. */
    public String linkTo(String id) {
        if (page instanceof HtmlPage html && html.getElementById(id) instanceof HtmlAnchor link) {
            return address().resolve(link.getHrefAttribute()).toString();
        }
        throw new AssertionError("Expected a link " + id + ", but " + this);
    }

    /** Presses the link of the page that a mail with actions opens: mail scanners trigger nothing by opening it. */
    public Shown proceedToActions() {
        Matcher link = ACTION_LINK.matcher(source());
        if (!link.find()) {
            throw new AssertionError("Expected a link to the actions of a mail, but " + this);
        }
        return tab.open(address().resolve(link.group(1).replace("&amp;", "&")).toString());
    }

    /** The tab that shows it. */
    public Browser.Tab tab() {
        return tab;
    }

    private <P> P as(String expected, BiFunction<Browser.Tab, HtmlPage, P> kind) {
        if (page instanceof HtmlPage html) {
            try {
                return kind.apply(tab, html);
            } catch (NotThisPage e) {
                // Falls through to the message, which says more than this exception could.
            }
        }
        throw new AssertionError(
                "Expected " + expected + ", but " + address() + " answered " + status() + " and shows:\n" + text());
    }

    @Override
    public String toString() {
        return status() + " " + address() + "\n" + text();
    }

    /** Thrown by a page's constructor when another page is shown. */
    static final class NotThisPage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotThisPage() {
            super(null, null, false, false);
        }
    }
}
