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

    /** Where OIDCLoginProtocolService serves grants: no browser waits for a page there. */
    private static final String TOKEN_ENDPOINT = "/protocol/openid-connect/token";

    private PassiveLogin() {}

    /**
     * Whether this is a login with prompt=none or IsPassive, passed on to a provider or not, or one without a browser.
     */
    public static boolean is(KeycloakSession session, AuthenticationSessionModel authSession) {
        return TokenUtil.hasPrompt(
                        authSession.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_NONE)
                || Boolean.parseBoolean(authSession.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN))
                || Boolean.parseBoolean(authSession.getAuthNote(AuthNotes.PASSIVE))
                || session.getContext().getUri().getPath().endsWith(TOKEN_ENDPOINT);
    }

    /**
     * Whether the password came with the request of the app, as in SAML's ECP. SamlEcpProfileService makes sessions of
     * this kind; DockerEndpoint, which Keycloak ships switched off, is the only other one.
     */
    public static boolean isWithoutBrowser(AuthenticationSessionModel authSession) {
        return SessionPersistenceState.TRANSIENT
                .name()
                .equals(authSession.getClientNote(AuthenticationManager.USER_SESSION_PERSISTENT_STATE));
    }
}
