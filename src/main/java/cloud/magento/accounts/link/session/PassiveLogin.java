package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel.SessionPersistenceState;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** Logins during which no page can be shown. */
public final class PassiveLogin {

    /** The path at which OIDCLoginProtocolService serves grants. No browser waits for a page there. */
    private static final String TOKEN_ENDPOINT = "/protocol/openid-connect/token";

    private PassiveLogin() {}

    /**
     * Whether the app forbids pages (prompt=none or IsPassive, forwarded to a provider or not), or the request is for a
     * grant.
     */
    public static boolean isPassive(KeycloakSession session, AuthenticationSessionModel authSession) {
        return TokenUtil.hasPrompt(
                        authSession.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_NONE)
                || Boolean.parseBoolean(authSession.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN))
                || Boolean.parseBoolean(authSession.getAuthNote(AuthNotes.PASSIVE))
                || session.getContext().getUri().getPath().endsWith(TOKEN_ENDPOINT);
    }

    /**
     * Whether the password came with the request of the app, as in SAML's ECP. SamlEcpProfileService creates such a
     * session. The only other class that does is DockerEndpoint, which Keycloak disables by default.
     */
    public static boolean isWithoutBrowser(AuthenticationSessionModel authSession) {
        return SessionPersistenceState.TRANSIENT
                .name()
                .equals(authSession.getClientNote(AuthenticationManager.USER_SESSION_PERSISTENT_STATE));
    }
}
