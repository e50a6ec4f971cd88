package cloud.magento.accounts.link.it.standin;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticator;
import org.keycloak.models.Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * Lets a user who is signed in sign in as somebody else, as real providers do for {@code prompt=login} and
 * {@code prompt=select_account}. Keycloak shows the user name of the session and does not let the user change it for
 * the first, and takes no notice of the second. This presses Keycloak's own button beside the name, which ends the
 * session.
 */
final class AnotherAccountCookie extends CookieAuthenticator {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        if (mayBeAnotherUser(login) && isSignedIn(context)) {
            context.challenge(Response.seeOther(startOver(context, login)).build());
        } else {
            super.authenticate(context);
        }
    }

    private static boolean mayBeAnotherUser(AuthenticationSessionModel login) {
        String prompt = login.getClientNote(OAuth2Constants.PROMPT);
        return TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_LOGIN)
                || TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_SELECT_ACCOUNT);
    }

    private static boolean isSignedIn(AuthenticationFlowContext context) {
        return AuthenticationManager.authenticateIdentityCookie(context.getSession(), context.getRealm(), true) != null;
    }

    private static URI startOver(AuthenticationFlowContext context, AuthenticationSessionModel login) {
        return LoginActionsService.loginActionsBaseUrl(context.getUriInfo())
                .path("restart")
                .queryParam(Constants.CLIENT_ID, login.getClient().getClientId())
                .queryParam(Constants.TAB_ID, login.getTabId())
                .queryParam(Constants.CLIENT_DATA, AuthenticationProcessor.getClientData(context.getSession(), login))
                .build(context.getRealm().getName());
    }
}
