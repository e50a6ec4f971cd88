package cloud.magento.accounts.link.broker;

import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** Logins during which no page can be shown. */
public final class PassiveLogin {

    /** Where OIDCLoginProtocolService serves grants: no browser waits for a page there. */
    private static final String TOKEN_ENDPOINT = "/protocol/openid-connect/token";

    private PassiveLogin() {}

    /** Whether this is a login with prompt=none, passed on to a provider or not, or a direct grant. */
    public static boolean is(KeycloakSession session, AuthenticationSessionModel authSession) {
        return TokenUtil.hasPrompt(
                        authSession.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_NONE)
                || Boolean.parseBoolean(authSession.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN))
                || session.getContext().getUri().getPath().endsWith(TOKEN_ENDPOINT);
    }
}
