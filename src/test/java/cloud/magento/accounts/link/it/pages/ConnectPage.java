package cloud.magento.accounts.link.it.pages;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;

/** The page "Connect with Magento.com" in all its states. */
public final class ConnectPage extends KeycloakPage {

    ConnectPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, isShownBy(html));
    }

    static boolean isShownBy(HtmlPage html) {
        return shows(html, "#connect-magento");
    }

    /** Which of its states the page is in, from the template's data-state. */
    public String state() {
        DomElement root = html.querySelector("#connect-magento");
        return root.getAttribute("data-state");
    }

    /** Fails unless the page asks to connect. */
    public ConnectPage asks() {
        return in("ask");
    }

    /** Fails unless the page names both accounts and asks to confirm. */
    public ConnectPage asksToConfirm() {
        return in("confirm");
    }

    /** Fails unless the page asks to sign in again first. */
    public ConnectPage asksToSignInAgain() {
        return in("reauthenticate");
    }

    /** Fails unless the page is in this state. */
    public ConnectPage in(String state) {
        if (!state().equals(state)) {
            throw new AssertionError(
                    "Expected the state " + state + " but the page is in state " + state() + ": " + this);
        }
        return this;
    }

    /** "Connect with Magento.com". */
    public Shown connect() {
        return step("connect");
    }

    /** Presses the same button and stops where Keycloak sends the browser to, without going there. */
    public String connectWithoutFollowing() {
        return tab.postWithoutFollowing(action(), fields("connect"));
    }

    /** "Not now". */
    public Shown notNow() {
        return step("later");
    }

    /** "Connect": confirms these two accounts. */
    public Shown confirm() {
        return step("confirm");
    }

    /** "Use a different Magento.com account". */
    public Shown useDifferentAccount() {
        return step("switch");
    }

    /** "Sign in again". */
    public Shown signInAgain() {
        return step("reauthenticate");
    }

    /** Continues without connecting, if the page offers it. */
    public Shown leave() {
        return step("leave");
    }

    /** "Not you? Sign out". */
    public Shown signOut() {
        return press("#connect-magento [name=step][value=sign_out]");
    }

    /** The step of the first button, which is the main one. */
    public String mainStep() {
        return html.<DomElement>querySelector("#connect-magento-form [name=step]")
                .getAttribute("value");
    }

    /** What is written on the button of this step; empty if there is none. */
    public Optional<String> button(String step) {
        return textOf("#connect-magento-form [name=step][value=" + step + "]");
    }

    /** Whether the page offers this step. */
    public boolean offers(String step) {
        return has("#connect-magento-form [name=step][value=" + step + "]");
    }

    /** The date until which one must have connected, as written on the page. */
    public Optional<String> deadline() {
        return textOf("#connect-magento-deadline");
    }

    /** What is written about the days left. */
    public Optional<String> daysLeft() {
        return textOf("#connect-magento-days-left");
    }

    /** The cloud account, as named on the page. */
    public Optional<String> cloudAccount() {
        return textOf("#connect-magento-account");
    }

    /** The Magento.com account, as named on the page. */
    public Optional<String> magentoAccount() {
        return textOf("#connect-magento-upstream");
    }

    /** The message about the connected account, with its name. */
    public Optional<String> connected() {
        return textOf("#connect-magento-connected");
    }

    /** The masked name of the account with which the user must sign in. */
    public Optional<String> expectedAccount() {
        return textOf("#connect-magento-expected");
    }

    /** The account at Magento.com that was rejected. */
    public Optional<String> rejectedAccount() {
        return textOf("#connect-magento-rejected");
    }

    /** The warning about different email addresses. */
    public Optional<String> mismatch() {
        return textOf("#connect-magento-mismatch");
    }

    /** The address behind the help link. */
    public Optional<String> support() {
        return Optional.<DomElement>ofNullable(html.querySelector("#connect-magento-support"))
                .map(link -> link.getAttribute("href"));
    }

    /** The reference for support. */
    public Optional<String> reference() {
        return textOf("#connect-magento-reference");
    }

    /** Where the form is sent to. */
    public String action() {
        HtmlForm form = html.querySelector("#connect-magento-form");
        return java.net
                .URI
                .create(html.getUrl().toString())
                .resolve(form.getActionAttribute())
                .toString();
    }

    /** What the form sends with this step, hidden fields included. */
    public Map<String, String> fields(String step) {
        Map<String, String> fields = new HashMap<>();
        html.querySelectorAll("#connect-magento-form input[type=hidden]").stream()
                .map(DomElement.class::cast)
                .forEach(input -> fields.put(input.getAttribute("name"), input.getAttribute("value")));
        fields.put("step", step);
        return fields;
    }

    /** Sends the form with a step that the page may not have offered. */
    public Shown send(String step) {
        return send(Map.of("step", step));
    }

    /** Sends the form with fields that the page may not have had. */
    public Shown send(Map<String, String> fields) {
        return tab.post(action(), fields);
    }

    private Shown step(String value) {
        return press("#connect-magento-form [name=step][value=" + value + "]");
    }
}
