package cloud.magento.accounts.link.it.pages;

import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;

/** Some form of Keycloak that is neither the sign-in nor ours: a new password, a profile, the terms, consent. */
public final class FormPage extends KeycloakPage {

    FormPage(Browser.Tab tab, HtmlPage html) {
        super(
                tab,
                html,
                !html.getForms().isEmpty()
                        && !ConnectPage.isShownBy(html)
                        && !AppPage.isShownBy(html)
                        && !shows(html, "#kc-form-login"));
    }

    /** The form's own id, which says what it is for. */
    public String id() {
        return html.getForms().get(0).getId();
    }

    /** Whether the form has this field. */
    public boolean asksFor(String field) {
        return has("[name='" + field + "']");
    }

    /** Types into a field. */
    public FormPage type(String field, String value) {
        HtmlInput input = html.querySelector("input[name='" + field + "']");
        if (input == null) {
            throw new AssertionError("No field " + field + " on " + this);
        }
        input.setValue(value);
        return this;
    }

    /** Presses the button with this value. */
    public Shown pressButton(String value) {
        return press("form [type=submit][value='" + value + "']");
    }

    /** Presses the form's first button. */
    public Shown submit() {
        DomElement button =
                html.querySelector("form input[type=submit], form button[type=submit], form button:not([type])");
        if (button == null) {
            throw new AssertionError("Nothing to press on " + this);
        }
        return press("form input[type=submit], form button[type=submit], form button:not([type])");
    }
}
