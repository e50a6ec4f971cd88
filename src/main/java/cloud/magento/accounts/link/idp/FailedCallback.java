package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Returns a user to our page if the response of the provider did not reach {@link LinkGuard}: the provider is disabled
 * or missing, its token endpoint fails, or a signature, issuer or nonce is wrong.
 * AbstractOAuth2IdentityProvider.Endpoint ends such a request with a page or a bare 400, before it calls any mapper.
 * For a wrong nonce Keycloak writes no event either. So this class checks at the end of the request whether the
 * response had a result.
 */
public final class FailedCallback {

    /** A header that every browser follows on any page. Keycloak's response itself cannot be replaced. */
    private static final String REFRESH = "Refresh";

    /** Attribute of the Keycloak session: the response reached the guard, so nothing needs to be checked. */
    private static final String HANDLED = "magento-link.handled";

    private FailedCallback() {}

    /** Must be called for every response that reaches the guard. */
    static void markHandled(KeycloakSession session) {
        session.setAttribute(HANDLED, true);
    }

    /** Checks the result of this request at its end, if it is the callback of a provider. */
    public static void watch(KeycloakSession session) {
        if (isCallback(session)) {
            AfterCompletion.always(session, () -> redirectIfFailed(session));
        }
    }

    /**
     * Whether IdentityBrokerService.getEndpoint serves this request. At this point Keycloak has not found the login and
     * its client. Nested Keycloak sessions have both from the start and must not be checked: our own, and Keycloak's
     * when it stores an error immediately (EventBuilder.send). The request continues after them, and with Keycloak's
     * feature "stateless" its transaction has locked the login.
     */
    private static boolean isCallback(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        if (context.getAuthenticationSession() != null
                || context.getClient() != null
                || !Requests.isInRequest(session)) {
            return false;
        }
        String path = context.getUri().getPath();
        return path.endsWith("/endpoint") && path.contains("/broker/");
    }

    /** The request has been committed or rolled back by now, and the headers of its response have not been sent. */
    private static void redirectIfFailed(KeycloakSession session) {
        if (session.getAttribute(HANDLED) != null) {
            return;
        }
        AuthenticationSessionModel current = session.getContext().getAuthenticationSession();
        if (current == null || ProviderRoundTrip.isAway(current)) {
            KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            session.getContext(),
                            newSession -> {
                                KeycloakModelUtils.cloneContextRealmClientSessionToSession(
                                        session.getContext(), newSession);
                                return pageAfterFailure(newSession);
                            },
                            "failed callback of a provider")
                    .ifPresent(page -> session.getContext().getHttpResponse().setHeader(REFRESH, "0;url=" + page));
        }
    }

    /** The address of the page that waits for this response; empty: no page waits, or Keycloak handles the response. */
    private static Optional<String> pageAfterFailure(KeycloakSession session) {
        AuthenticationSessionModel away = session.getContext().getAuthenticationSession();
        if (away == null) {
            return namedByState(session)
                    .flatMap(ProviderRoundTrip::waitingFor)
                    .map(waiting -> location(ProviderRoundTrip.back(session, waiting)));
        }
        if (isHandledByKeycloak(session, away)) {
            return Optional.empty();
        }
        return ProviderRoundTrip.waitingFor(away).map(waiting -> location(back(session, waiting)));
    }

    /**
     * The session that this browser sent to the provider, for responses that Keycloak does not process. The second part
     * of the state is the tab (see IdentityBrokerState). The state is not verified here: it can only lead to one of
     * this browser's own pages.
     */
    private static Optional<AuthenticationSessionModel> namedByState(KeycloakSession session) {
        String[] state = Objects.requireNonNullElse(query(session).getFirst(OAuth2Constants.STATE), "")
                .split("\\.");
        return Optional.ofNullable(new AuthenticationSessionManager(session)
                        .getCurrentRootAuthenticationSession(
                                session.getContext().getRealm()))
                .filter(root -> state.length > 1)
                .map(root -> root.getAuthenticationSessions().get(state[1]))
                .filter(ProviderRoundTrip::isAway);
    }

    /** Whether Keycloak passes this response to the required action, or retries; see IdentityBrokerService.error. */
    private static boolean isHandledByKeycloak(KeycloakSession session, AuthenticationSessionModel away) {
        return away.getAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER) == null
                || query(session).containsKey(OAuth2Constants.ERROR);
    }

    private static MultivaluedMap<String, String> query(KeycloakSession session) {
        return session.getContext().getUri().getQueryParameters();
    }

    /**
     * The redirect to the page, with a message only if the provider can be used: our page itself reports a provider
     * that cannot. A page that already asks the user to confirm is not changed.
     */
    private static Response back(KeycloakSession session, AuthenticationSessionModel waiting) {
        return RealmSettings.usable(waiting.getRealm())
                .filter(settings -> ProviderStatus.of(session, settings.idpAlias()) == ProviderStatus.READY)
                .filter(settings -> !ProviderRoundTrip.hasReturned(waiting))
                .map(settings -> ProviderRoundTrip.back(
                        session, waiting, UserMessage.reportSignInError(session, waiting, LinkError.SIGN_IN_FAILED)))
                .orElseGet(() -> ProviderRoundTrip.back(session, waiting));
    }

    private static String location(Response redirect) {
        return redirect.getHeaderString(HttpHeaders.LOCATION);
    }
}
