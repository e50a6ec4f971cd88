package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.AuthNotes;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.broker.util.PostBrokerLoginConstants;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Runs the post login flow of the provider after a login that used our round trip to the provider. After a sign-in by
 * Keycloak's own button IdentityBrokerService.finishOrRedirectToPostBrokerLogin runs it.
 *
 * <p>The flow starts from the required action, when all other steps of the login are done: Keycloak ends the login
 * after this flow and would skip later steps. See IdentityBrokerService.afterPostBrokerLoginFlow, which evaluates the
 * required actions once more.
 */
public final class PostLoginFlow {

    private static final List<String> AUTH_NOTES =
            List.of(AuthenticationProcessor.BROKER_SESSION_ID, AuthenticationProcessor.BROKER_USER_ID);

    private static final List<String> USER_SESSION_NOTES =
            List.of(Details.IDENTITY_PROVIDER, Details.IDENTITY_PROVIDER_USERNAME);

    private PostLoginFlow() {}

    /** Requires the flow for this login, if the provider has one. */
    public static void require(
            KeycloakSession session, AuthenticationSessionModel authSession, PendingIdentity pending) {
        if (hasFlow(session, pending.serialized())) {
            pending.serialized().saveToAuthenticationSession(authSession, AuthNotes.POST_LOGIN);
            // The flow can have run in this session before.
            authSession.removeAuthNote(successNote(pending.serialized()));
        }
    }

    /** Whether the flow is required and has not run. An admin can have removed it in the meantime. */
    public static boolean isDue(KeycloakSession session, AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(AuthNotes.POST_LOGIN) != null && hasFlow(session, context(authSession));
    }

    private static boolean hasFlow(KeycloakSession session, SerializedBrokeredIdentityContext context) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(context.getIdentityProviderId());
        return provider != null && provider.getPostBrokerLoginFlowId() != null;
    }

    /** Redirects to the flow. Follows IdentityBrokerService.finishOrRedirectToPostBrokerLogin. */
    public static Response start(KeycloakSession session, AuthenticationSessionModel authSession) {
        SerializedBrokeredIdentityContext context = context(authSession);
        context.saveToAuthenticationSession(authSession, PostBrokerLoginConstants.PBL_BROKERED_IDENTITY_CONTEXT);
        // A first login through another provider has ended by now.
        authSession.setAuthNote(PostBrokerLoginConstants.PBL_AFTER_FIRST_BROKER_LOGIN, "true");
        remember(authSession);
        authSession.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        authSession.getParentSession().setTimestamp(Time.currentTime());
        return Response.seeOther(LoginActionsService.postBrokerLoginProcessor(
                                session.getContext().getUri())
                        .queryParam(Constants.CLIENT_ID, authSession.getClient().getClientId())
                        .queryParam(Constants.TAB_ID, authSession.getTabId())
                        .queryParam(Constants.CLIENT_DATA, AuthenticationProcessor.getClientData(session, authSession))
                        .build(authSession.getRealm().getName()))
                .build();
    }

    /** Remembers the notes that the end of the flow overwrites. */
    static void remember(AuthenticationSessionModel authSession) {
        AUTH_NOTES.forEach(name -> remember(authSession, name, authSession.getAuthNote(name)));
        USER_SESSION_NOTES.forEach(name ->
                remember(authSession, name, authSession.getUserSessionNotes().get(name)));
    }

    private static void remember(AuthenticationSessionModel authSession, String name, String value) {
        if (value == null) {
            authSession.removeAuthNote(AuthNotes.BEFORE_POST_LOGIN + name);
        } else {
            authSession.setAuthNote(AuthNotes.BEFORE_POST_LOGIN + name, value);
        }
    }

    /**
     * Completes the flow if it has succeeded. At its end Keycloak notes the provider in the session, as after a login
     * by its button. The values from before are restored, such as another provider by which the user signed in.
     */
    public static void completeIfSucceeded(AuthenticationSessionModel authSession) {
        if (authSession.getAuthNote(AuthNotes.POST_LOGIN) == null
                || !Boolean.parseBoolean(authSession.getAuthNote(successNote(context(authSession))))) {
            return;
        }
        authSession.removeAuthNote(AuthNotes.POST_LOGIN);
        AUTH_NOTES.forEach(name -> remembered(authSession, name)
                .ifPresentOrElse(
                        value -> authSession.setAuthNote(name, value), () -> authSession.removeAuthNote(name)));
        USER_SESSION_NOTES.forEach(
                name -> remembered(authSession, name).ifPresent(value -> authSession.setUserSessionNote(name, value)));
    }

    private static Optional<String> remembered(AuthenticationSessionModel authSession, String name) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.BEFORE_POST_LOGIN + name));
    }

    /** The note that LoginActionsService.brokerLoginFlow sets when the flow has succeeded. */
    private static String successNote(SerializedBrokeredIdentityContext context) {
        return PostBrokerLoginConstants.PBL_AUTH_STATE_PREFIX + context.getIdentityProviderId();
    }

    private static SerializedBrokeredIdentityContext context(AuthenticationSessionModel authSession) {
        return SerializedBrokeredIdentityContext.readFromAuthenticationSession(authSession, AuthNotes.POST_LOGIN);
    }
}
