package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Signs the user in once more, within the same request of the app. A cookie alone does not count then:
 * CookieAuthenticator asks the login protocol, and both protocols answer by the notes that are set here.
 */
public final class Reauthentication {

    /** The app's own prompt, to be put back; "none" where it had none. */
    private static final String APPS_PROMPT = "magento-link.apps-prompt";

    private static final String NO_PROMPT = "none";

    private Reauthentication() {}

    /** Starts the login over. Whatever this session knew of the user is gone. */
    public static Response start(KeycloakSession session, AuthenticationSessionModel authSession) {
        ProviderRoundTrip.forget(authSession);
        String prompt = authSession.getClientNote(OAuth2Constants.PROMPT);
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.setAuthNote(APPS_PROMPT, prompt == null ? NO_PROMPT : prompt);
        authSession.setClientNote(OAuth2Constants.PROMPT, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        authSession.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT);
        return toFlow(session, authSession);
    }

    /** Starts the login over. A user session counts, if this browser has one. */
    public static Response startOver(KeycloakSession session, AuthenticationSessionModel authSession) {
        ProviderRoundTrip.forget(authSession);
        // A SAML app's demand for a new sign-in. That of an OIDC app is a client note, and stays.
        String forced = authSession.getAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN);
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        if (forced != null) {
            authSession.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, forced);
        }
        return toFlow(session, authSession);
    }

    private static Response toFlow(KeycloakSession session, AuthenticationSessionModel authSession) {
        return Response.seeOther(new AuthenticationFlowURLHelper(
                                session,
                                authSession.getRealm(),
                                session.getContext().getUri())
                        .getLastExecutionUrl(authSession))
                .build();
    }

    /** Puts the app's request back as it was, once the user has signed in again. */
    public static void end(AuthenticationSessionModel authSession) {
        String prompt = authSession.getAuthNote(APPS_PROMPT);
        if (prompt == null) {
            return;
        }
        authSession.removeAuthNote(APPS_PROMPT);
        authSession.removeAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN);
        if (NO_PROMPT.equals(prompt)) {
            authSession.removeClientNote(OAuth2Constants.PROMPT);
        } else {
            authSession.setClientNote(OAuth2Constants.PROMPT, prompt);
        }
    }
}
