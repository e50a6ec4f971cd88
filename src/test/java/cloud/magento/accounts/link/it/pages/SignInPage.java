package cloud.magento.accounts.link.it.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;

/** Keycloak's sign-in form, of the cloud realm or of the stand-in for Magento.com. */
public final class SignInPage extends KeycloakPage {

    private static final Pattern REALM = Pattern.compile("/realms/([^/]+)/");

    SignInPage(Browser.Tab tab, HtmlPage html) {
        super(tab, html, shows(html, "#kc-form-login") && shows(html, "#password"));
    }

    /** Whose form it is. */
    public String realm() {
        Matcher matcher = REALM.matcher(address().getPath());
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Fails unless it is the sign-in form of Magento.com. */
    public SignInPage ofMagento() {
        return of("magento");
    }

    /** Fails unless it is the sign-in form of the cloud realm. */
    public SignInPage ofCloud() {
        return of("cloud");
    }

    /** Types user name and password and presses "Sign In". */
    public Shown signIn(String username, String password) {
        if (isForAnother(username)) {
            return startOver().signInPage().signIn(username, password);
        }
        HtmlInput name = html.querySelector("#username");
        if (name != null) {
            name.setValue(username);
        }
        HtmlInput secret = html.querySelector("#password");
        secret.setValue(password);
        return press("#kc-login");
    }

    /** Does the same and stops where the browser is sent to, without going there: of Magento.com the answer. */
    public String signInWithoutFollowing(String username, String password) {
        String action = html.<HtmlForm>querySelector("#kc-form-login").getActionAttribute();
        return tab.postWithoutFollowing(
                address().resolve(action).toString(), Map.of("username", username, "password", password));
    }

    /** A form for signing in again names the user, who can only be changed by starting over. */
    private boolean isForAnother(String username) {
        HtmlInput attempted = html.querySelector("#kc-attempted-username");
        return attempted != null && !attempted.getValue().equalsIgnoreCase(username);
    }

    /** Whether the form names a user whom only starting over can change. */
    public boolean namesItsUser() {
        return has("#kc-attempted-username");
    }

    /** Presses the button beside the name. It is the one thing on Keycloak's form that needs a script. */
    private Shown startOver() {
        String script = html.<DomElement>querySelector("#reset-login").getAttribute("onclick");
        String address = script.substring(script.indexOf('\'') + 1, script.lastIndexOf('\''));
        return tab.open(address().resolve(address).toString());
    }

    /** Ticks "Remember me" first. */
    public SignInPage rememberMe() {
        HtmlInput box = html.querySelector("#rememberMe");
        box.setChecked(true);
        return this;
    }

    /** Presses the button of an identity provider below the form. */
    public Shown signInWith(String alias) {
        return press("#social-" + alias);
    }

    /** Presses the same button and stops where Keycloak sends the browser to, without going there. */
    public String signInWithoutFollowing(String alias) {
        String link = html.<DomElement>querySelector("#social-" + alias).getAttribute("href");
        return tab.openWithoutFollowing(address().resolve(link).toString());
    }

    /** Presses "Forgot Password?". */
    public Shown forgotPassword() {
        return press("a[href*='reset-credentials']");
    }

    /**
     * Goes back as Magento.com sends people back who cancel, or when it has a problem: with an error instead of a code.
     * The stand-in has no such button, so this writes the address it would send the browser to.
     */
    public Shown goBackWith(String error) {
        return tab.open(returnAddress() + "&error=" + error);
    }

    /** Presses "Cancel". */
    public Shown cancel() {
        return goBackWith("access_denied");
    }

    /** Where Magento.com sends the browser back to, with the state it was given and without an answer. */
    public String returnAddress() {
        Map<String, String> request = parameters();
        return request.get("redirect_uri") + "?state="
                + URLEncoder.encode(request.get("state"), StandardCharsets.UTF_8);
    }

    /** The address of the same page in another language, as the choice of languages has it. */
    public String inLanguage(String language) {
        return html.querySelectorAll("#kc-locale a, #login-select-toggle option").stream()
                .map(DomElement.class::cast)
                .map(choice -> choice.getAttribute("href") + choice.getAttribute("value"))
                .filter(address -> address.contains("kc_locale=" + language))
                .findFirst()
                .map(address -> address().resolve(address).toString())
                .orElseThrow(() -> new AssertionError("No choice of " + language + " on " + this));
    }

    /** What the cloud asked of Magento.com, such as prompt. */
    public Map<String, String> parameters() {
        return Addresses.parametersOf(address());
    }

    /** What is written next to the fields when the sign-in was refused. */
    public String complaint() {
        return textOf("#input-error, #input-error-username, #input-error-password")
                .orElseGet(this::alert);
    }

    private SignInPage of(String realm) {
        if (!realm().equals(realm)) {
            throw new AssertionError("Expected the sign-in page of realm " + realm + ", but was at " + this);
        }
        return this;
    }
}
