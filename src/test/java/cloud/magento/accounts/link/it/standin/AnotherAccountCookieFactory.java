package cloud.magento.accounts.link.it.standin;

import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.models.KeycloakSession;

/** The step "Cookie" of the stand-in's browser flow, see {@code demo/magento-realm.json}. */
public final class AnotherAccountCookieFactory extends CookieAuthenticatorFactory {

    private static final Authenticator COOKIE = new AnotherAccountCookie();

    @Override
    public Authenticator create(KeycloakSession session) {
        return COOKIE;
    }

    @Override
    public String getId() {
        return "stand-in-cookie";
    }

    @Override
    public String getDisplayType() {
        return "Cookie of the stand-in";
    }

    @Override
    public String getHelpText() {
        return "Like Cookie, but lets the user sign in as somebody else if the app asks for it.";
    }
}
