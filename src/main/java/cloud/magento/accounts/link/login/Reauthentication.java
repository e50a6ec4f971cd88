package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.support.AuthNotes;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Starts a login over, within the same request of the app. */
public final class Reauthentication {

    private static final String NO_PROMPT = "none";

    private Reauthentication() {}

    /**
     * Requires the user to sign in again. A cookie alone is not accepted: CookieAuthenticator asks the login protocol,
     * and both protocols read the notes that are set here. The session loses all notes about the user.
     */
    public static Response start(KeycloakSession session, AuthenticationSessionModel authSession) {
        ProviderRoundTrip.cancel(authSession);
        MailedAction.keepForNewSignIn(authSession);
        String prompt = authSession.getClientNote(OAuth2Constants.PROMPT);
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.setAuthNote(AuthNotes.APPS_PROMPT, prompt == null ? NO_PROMPT : prompt);
        authSession.setClientNote(OAuth2Constants.PROMPT, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        authSession.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT);
        return redirectToFlow(session, authSession);
    }

    /** Starts the login over. A user session of this browser is accepted. */
    public static Response startOver(KeycloakSession session, AuthenticationSessionModel authSession) {
        ProviderRoundTrip.cancel(authSession);
        // A SAML app that requires a new sign-in does so by an auth note. An OIDC app does so by a client note, which
        // resetFlow does not remove.
        String forced = authSession.getAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN);
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        if (forced != null) {
            authSession.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, forced);
        }
        return redirectToFlow(session, authSession);
    }

    private static Response redirectToFlow(KeycloakSession session, AuthenticationSessionModel authSession) {
        return Response.seeOther(new AuthenticationFlowURLHelper(
                                session,
                                authSession.getRealm(),
                                session.getContext().getUri())
                        .getLastExecutionUrl(authSession))
                .build();
    }

    /** Restores the app's request after {@link #start}, when the user has signed in again. */
    public static void end(AuthenticationSessionModel authSession) {
        String prompt = authSession.getAuthNote(AuthNotes.APPS_PROMPT);
        if (prompt == null) {
            return;
        }
        authSession.removeAuthNote(AuthNotes.APPS_PROMPT);
        authSession.removeAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN);
        if (NO_PROMPT.equals(prompt)) {
            authSession.removeClientNote(OAuth2Constants.PROMPT);
        } else {
            authSession.setClientNote(OAuth2Constants.PROMPT, prompt);
        }
    }
}
