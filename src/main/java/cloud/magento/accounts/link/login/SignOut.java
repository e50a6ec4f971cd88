package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.session.JoinedUserSessions;
import cloud.magento.accounts.link.support.LinkEvents;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Signs a user out who waits on a page, and returns to the sign-in page of the same request of the app. */
public final class SignOut {

    private SignOut() {}

    /**
     * Ends the user sessions of this browser that the login would join, and starts the login over. Nothing of the user
     * is left in the login. A logout at a provider follows as after Keycloak's own logout without a browser.
     */
    public static Response start(KeycloakSession session, AuthenticationSessionModel authSession) {
        ProviderRoundTrip.cancel(authSession);
        Reauthentication.end(authSession);
        // Ending a user session removes the root authentication session of the same id, and this tab with it.
        AuthenticationSessionModel fresh = copyOfRequest(session, authSession);
        JoinedUserSessions.ofBrowser(session, authSession)
                .userSessions()
                .forEach(userSession -> end(session, authSession, userSession));
        AuthenticationManager.expireIdentityCookie(session);
        AuthenticationManager.expireRememberMeCookie(session);
        session.getContext().setAuthenticationSession(fresh);
        return Reauthentication.startOver(session, fresh);
    }

    private static void end(
            KeycloakSession session, AuthenticationSessionModel authSession, UserSessionModel userSession) {
        LinkEvents.ofLogin(session, authSession)
                .event(EventType.LOGOUT)
                .user(userSession.getUser())
                .session(userSession)
                .success();
        AuthenticationManager.backchannelLogout(session, userSession, true);
    }

    /**
     * The app's request in a new root session, as AuthenticationProcessor.recreate does, which 26.4 lacks. What the app
     * has sent is in the client notes; a SAML app requires a new sign-in by an auth note.
     */
    private static AuthenticationSessionModel copyOfRequest(
            KeycloakSession session, AuthenticationSessionModel authSession) {
        AuthenticationSessionModel copy = new AuthenticationSessionManager(session)
                .createAuthenticationSession(authSession.getRealm(), true)
                .createAuthenticationSession(authSession.getClient());
        copy.setProtocol(authSession.getProtocol());
        copy.setRedirectUri(authSession.getRedirectUri());
        copy.setClientScopes(authSession.getClientScopes());
        authSession.getClientNotes().forEach(copy::setClientNote);
        String forced = authSession.getAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN);
        if (forced != null) {
            copy.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, forced);
        }
        return copy;
    }
}
