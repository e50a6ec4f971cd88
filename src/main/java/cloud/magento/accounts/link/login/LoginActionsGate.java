package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.Requests;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Checks a login that is at its required actions, before Keycloak handles a request for the consent page or for a
 * required action.
 */
public final class LoginActionsGate {

    private static final String LOGIN_ACTIONS = "login-actions";
    private static final String CONSENT = "consent";

    private LoginActionsGate() {}

    /**
     * Ends the request if its login must not continue like this. It must be called before LoginActionsService handles
     * the request.
     *
     * @throws WebApplicationException with the response, if the request ends
     */
    public static void check(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        if (!isUncheckedRequest(session)) {
            return;
        }
        String endpoint = endpoint(context.getUri().getPathSegments());
        Optional<AuthenticationSessionModel> login =
                endpoint.equals(CONSENT) || endpoint.equals(LoginActionsService.REQUIRED_ACTION)
                        ? login(session, context.getRealm())
                        : Optional.empty();
        if (login.isEmpty()) {
            return;
        }
        // As in SessionCodeChecks.initialVerify. An event builder that is made below calls this method again. The
        // method then finds a client and does nothing.
        context.setClient(login.get().getClient());
        context.setAuthenticationSession(login.get());
        Optional<Response> refusal = endIfNotAllowed(session, login.get(), endpoint);
        if (refusal.isPresent()) {
            throw new WebApplicationException(withBody(refusal.get()));
        }
    }

    /**
     * Whether this is a request for one of the two endpoints whose login has not been looked up. Event builders that
     * are made later, also in a separate transaction, find at least the client in the context. That is looked at first:
     * Keycloak computes the address of the request for each Keycloak session.
     */
    private static boolean isUncheckedRequest(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        if (context.getClient() != null || context.getRealm() == null || !Requests.isInRequest(session)) {
            return false;
        }
        String path = context.getUri().getPath();
        return (path.contains(CONSENT) || path.contains(LoginActionsService.REQUIRED_ACTION))
                && RealmSettings.isActive(context.getRealm());
    }

    /** The name of the endpoint of LoginActionsService; empty if it is none. A segment excludes its parameters. */
    private static String endpoint(List<PathSegment> path) {
        List<String> segments = path.stream()
                .map(PathSegment::getPath)
                .filter(segment -> !segment.isEmpty())
                .toList();
        int last = segments.size() - 1;
        return last > 0 && segments.get(last - 1).equals(LOGIN_ACTIONS) ? segments.get(last) : "";
    }

    /**
     * The login that SessionCodeChecks finds, if it is at the required actions. A login that is still in its flow must
     * not be sent there: that would skip the rest of the flow.
     */
    private static Optional<AuthenticationSessionModel> login(KeycloakSession session, RealmModel realm) {
        MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
        String clientId = query.getFirst(Constants.CLIENT_ID);
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        return Optional.ofNullable(client)
                .map(known -> new AuthenticationSessionManager(session)
                        .getCurrentAuthenticationSession(realm, known, query.getFirst(Constants.TAB_ID)))
                .filter(login -> AuthenticationSessionModel.Action.REQUIRED_ACTIONS
                        .name()
                        .equals(login.getAction()));
    }

    /** The response that ends the request, after the login has been started over if needed; empty: it is allowed. */
    private static Optional<Response> endIfNotAllowed(
            KeycloakSession session, AuthenticationSessionModel login, String endpoint) {
        if (ProviderRoundTrip.isAway(login) && login.getAuthenticatedUser() == null) {
            // Keycloak redirected an error here that the action has not handled. From here on it expects a user.
            return Optional.of(ProviderRoundTrip.startOver(session, login));
        }
        if (login.getAuthenticatedUser() == null) {
            // The user was deleted while a page was open.
            return Optional.of(Reauthentication.start(session, login));
        }
        WaitingLogin waiting = new WaitingLogin(
                LoginContext.of(session, login),
                RealmSettings.of(login.getRealm()).readable());
        if (isOtherAction(session, endpoint) && waiting.lacksPrimaryLogin()) {
            // Keycloak would process the form before it evaluates the required actions.
            return Optional.of(waiting.startOver());
        }
        return endpoint.equals(CONSENT) && evaluateAgain(session, login)
                ? Optional.of(AuthenticationManager.redirectToRequiredActions(
                        session, login.getRealm(), login, session.getContext().getUri(), RealmSettings.ACTION_ID))
                : Optional.empty();
    }

    /** Whether the request is for another required action than ours, which checks primary login itself. */
    private static boolean isOtherAction(KeycloakSession session, String endpoint) {
        return endpoint.equals(LoginActionsService.REQUIRED_ACTION)
                && !RealmSettings.ACTION_ID.equals(
                        session.getContext().getUri().getQueryParameters().getFirst(Constants.EXECUTION));
    }

    /**
     * Evaluates the required actions again, as AuthenticationManager.actionRequired does: ours may have become due
     * while the consent page was open. Returns whether it is due.
     */
    private static boolean evaluateAgain(KeycloakSession session, AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        EventBuilder event = LinkEvents.ofLogin(session, login).event(EventType.LOGIN);
        AuthenticationManager.evaluateRequiredActionTriggers(
                session, login, session.getContext().getHttpRequest(), event, login.getRealm(), user);
        return login.getRequiredActions().contains(RealmSettings.ACTION_ID)
                || user.getRequiredActionsStream().anyMatch(RealmSettings.ACTION_ID::equals);
    }

    /**
     * Adds an empty body if there is none: KeycloakErrorHandler replaces a response without a body by an error page.
     */
    private static Response withBody(Response response) {
        return response.hasEntity()
                ? response
                : Response.fromResponse(response)
                        .type(MediaType.TEXT_PLAIN_TYPE)
                        .entity("")
                        .build();
    }
}
