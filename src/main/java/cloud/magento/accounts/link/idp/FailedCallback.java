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
 * Returns a user to our page whose answer from the provider never reached the guard: the provider is disabled or
 * missing, its token endpoint fails, or a signature, issuer or nonce is wrong. AbstractOAuth2IdentityProvider.Endpoint
 * ends such a request with a page or a bare 400, before it calls any mapper. For a wrong nonce Keycloak writes no event
 * either. So this class checks at the end of the request whether the answer had a result.
 */
public final class FailedCallback {

    /** A header that every browser follows, whatever the page: Keycloak's answer itself cannot be replaced. */
    private static final String REFRESH = "Refresh";

    /** In the Keycloak session: the guard has heard the answer, and nothing needs to be looked up. */
    private static final String HEARD = "magento-link.heard";

    private FailedCallback() {}

    /** Called by the guard, for every answer that reaches it. */
    static void heard(KeycloakSession session) {
        session.setAttribute(HEARD, true);
    }

    /** Checks the result of this request when it has ended, if the request is the answer of a provider. */
    public static void watch(KeycloakSession session) {
        if (isAnswerOfProvider(session)) {
            AfterCompletion.inAnyCase(session, () -> lookAfter(session));
        }
    }

    /**
     * Whether IdentityBrokerService.getEndpoint answers this request. It has yet to find the login and its client. Work
     * within the request that has a session of its own knows them from the start, and is not to be looked after: our
     * own, and Keycloak's when it stores an error at once (EventBuilder.send). The request goes on after that, and with
     * Keycloak's feature "stateless" its transaction has the login locked.
     */
    private static boolean isAnswerOfProvider(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        if (!Requests.isOne(session) || context.getAuthenticationSession() != null || context.getClient() != null) {
            return false;
        }
        String path = context.getUri().getPath();
        return path.endsWith("/endpoint") && path.contains("/broker/");
    }

    /** What the request did is stored or undone by now, and the headers of its response are not sent yet. */
    private static void lookAfter(KeycloakSession session) {
        if (session.getAttribute(HEARD) != null) {
            return;
        }
        AuthenticationSessionModel here = session.getContext().getAuthenticationSession();
        if (here == null || ProviderRoundTrip.isAway(here)) {
            KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            session.getContext(),
                            inner -> {
                                KeycloakModelUtils.cloneContextRealmClientSessionToSession(session.getContext(), inner);
                                return pageForLostAnswer(inner);
                            },
                            "lost answer of a provider")
                    .ifPresent(page -> session.getContext().getHttpResponse().setHeader(REFRESH, "0;url=" + page));
        }
    }

    private static Optional<String> pageForLostAnswer(KeycloakSession session) {
        AuthenticationSessionModel away = session.getContext().getAuthenticationSession();
        if (away == null) {
            return namedByState(session)
                    .flatMap(ProviderRoundTrip::waitingFor)
                    .map(waiting -> location(ProviderRoundTrip.back(session, waiting)));
        }
        if (isHandled(session, away)) {
            return Optional.empty();
        }
        return ProviderRoundTrip.waitingFor(away).map(waiting -> location(back(session, waiting)));
    }

    /** What is said about a provider that cannot be used at all is decided on our page; a question there stays. */
    private static Response back(KeycloakSession session, AuthenticationSessionModel waiting) {
        return RealmSettings.usable(waiting.getRealm())
                .filter(settings -> ProviderStatus.of(session, settings.idpAlias()) == ProviderStatus.READY)
                .filter(settings -> !ProviderRoundTrip.hasReturned(waiting))
                .map(settings -> ProviderRoundTrip.back(
                        session, waiting, UserMessage.ofSignIn(session, waiting, LinkError.SIGN_IN_FAILED)))
                .orElseGet(() -> ProviderRoundTrip.back(session, waiting));
    }

    /**
     * The session this browser sent to the provider, for answers that Keycloak does not look at. The state, of which
     * the second part is the tab (see IdentityBrokerState), is not verified here: all it can do is show one of the
     * browser's own pages.
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

    private static String location(Response redirect) {
        return redirect.getHeaderString(HttpHeaders.LOCATION);
    }

    private static MultivaluedMap<String, String> query(KeycloakSession session) {
        return session.getContext().getUri().getQueryParameters();
    }

    /**
     * Whether Keycloak hands this answer to the required action, or tries once more; see IdentityBrokerService.error.
     */
    private static boolean isHandled(KeycloakSession session, AuthenticationSessionModel away) {
        return away.getAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER) == null
                || query(session).containsKey(OAuth2Constants.ERROR);
    }
}
