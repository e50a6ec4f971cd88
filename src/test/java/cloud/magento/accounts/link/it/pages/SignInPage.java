package cloud.magento.accounts.link.it.pages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        // After "sign in again" the name is given and cannot be changed.
        HtmlInput name = html.querySelector("#username");
        if (name != null) {
            name.setValue(username);
        }
        HtmlInput secret = html.querySelector("#password");
        secret.setValue(password);
        return press("#kc-login");
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

    /** Presses "Forgot Password?". */
    public Shown forgotPassword() {
        return press("a[href*='reset-credentials']");
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
