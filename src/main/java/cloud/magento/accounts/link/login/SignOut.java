package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.session.JoinedUserSessions;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkEvents;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** Signs a user out who waits on a page, and returns to the sign-in page of the same request of the app. */
public final class SignOut {

    /** What Keycloak and this extension note in the app's request about the user. */
    private static final Set<String> OF_THE_USER = Set.of(
            Constants.KC_ACTION_STATUS,
            Constants.KC_ACTION_EXECUTING,
            Constants.KC_ACTION_ENFORCED,
            AuthNotes.MAILED_TO);

    private SignOut() {}

    /**
     * Ends the user sessions of this browser that the login would join, and all of its logins that wait. Then the app's
     * request starts over and requires a new sign-in, also at a provider: its session may still be that of the user. A
     * logout at the provider follows as after Keycloak's own logout without a browser.
     */
    public static Response start(KeycloakSession session, AuthenticationSessionModel authSession) {
        ProviderRoundTrip.cancel(authSession);
        Reauthentication.end(authSession);
        AuthenticationSessionModel fresh = copyOfRequest(session, authSession);
        JoinedUserSessions.ofBrowser(session, authSession)
                .userSessions()
                .forEach(userSession -> end(session, authSession, userSession));
        AuthenticationManager.expireIdentityCookie(session);
        AuthenticationManager.expireRememberMeCookie(session);
        remove(session, authSession.getRealm(), authSession.getParentSession());
        session.getContext().setAuthenticationSession(fresh);
        return Reauthentication.start(session, fresh);
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

    /** Keycloak still notes its last step in this tab. That can restore a removed tab, so no tab may have a user. */
    private static void remove(KeycloakSession session, RealmModel realm, RootAuthenticationSessionModel root) {
        List.copyOf(root.getAuthenticationSessions().values())
                .forEach(tab -> AuthenticationProcessor.resetFlow(tab, LoginActionsService.AUTHENTICATE_PATH));
        session.authenticationSessions().removeRootAuthenticationSession(realm, root);
    }

    /**
     * The app's request in a new root session, as AuthenticationProcessor.recreate does, which 26.4 lacks. What the app
     * has sent is in the client notes.
     */
    private static AuthenticationSessionModel copyOfRequest(
            KeycloakSession session, AuthenticationSessionModel authSession) {
        AuthenticationSessionModel copy = new AuthenticationSessionManager(session)
                .createAuthenticationSession(authSession.getRealm(), true)
                .createAuthenticationSession(authSession.getClient());
        copy.setProtocol(authSession.getProtocol());
        copy.setRedirectUri(authSession.getRedirectUri());
        copy.setClientScopes(authSession.getClientScopes());
        authSession.getClientNotes().forEach((name, value) -> {
            if (!OF_THE_USER.contains(name)) {
                copy.setClientNote(name, value);
            }
        });
        return copy;
    }
}
