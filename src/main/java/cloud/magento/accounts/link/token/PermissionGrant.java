package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.metrics.TokenGrant;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.grants.PermissionGrantType;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.managers.AppAuthManager;

/**
 * Keycloak's UMA grant, for users who need not connect first. It issues a new token for an access token, so a token
 * from before the deadline could be renewed without end, and Keycloak evaluates no client policy for it. As with the
 * other grants without a browser, a request is rejected only in a realm whose client policies have the executor.
 */
final class PermissionGrant extends PermissionGrantType {

    /**
     * Processes the request as Keycloak does, unless the user must connect first.
     *
     * @throws CorsErrorResponseException which answers with {@code invalid_grant}
     */
    @Override
    public Response process(Context context) {
        setContext(context);
        // With a response mode, Keycloak answers with the permissions and issues no token.
        Optional<String> refusal = formParams.containsKey("response_mode")
                ? Optional.empty()
                : subject().flatMap(this::decideAndReport);
        if (refusal.isPresent()) {
            LinkMetrics.countRefusedTokens(realm.getName(), TokenGrant.UMA_TICKET);
            event.detail(Details.REASON, refusal.get()).error(OAuthErrorException.INVALID_GRANT);
            throw new CorsErrorResponseException(
                    cors.allowAllOrigins(),
                    OAuthErrorException.INVALID_GRANT,
                    refusal.get(),
                    Response.Status.BAD_REQUEST);
        }
        return super.process(context);
    }

    /**
     * The token from which PermissionGrantType.process takes the identity; empty: Keycloak rejects it, or the client
     * requests tokens for itself.
     */
    private Optional<AccessToken> subject() {
        String authorization = headers.getRequestHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        String token;
        if (authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("bearer")) {
            token = AppAuthManager.extractAuthorizationHeaderToken(headers);
        } else {
            String claim = formParams.getFirst("claim_token");
            String format = formParams.getFirst("claim_token_format");
            boolean isIdToken = claim != null && (format == null || format.endsWith("#IDToken"));
            token = isIdToken ? claim : formParams.getFirst("subject_token");
        }
        return Optional.ofNullable(session.tokens().decode(token, AccessToken.class))
                .filter(AccessToken::isActive);
    }

    private Optional<String> decideAndReport(AccessToken token) {
        ParsedSettings parsed = RealmSettings.of(realm);
        GrantKind grant = ExemptGrant.kindOf(token, session, parsed.readable());
        Optional<UserContext> user = parsed.readable().mode() == Mode.ON
                ? TokenSubject.of(token, session)
                        .map(subject -> new UserContext(session, realm, subject))
                        .filter(subject ->
                                grant == GrantKind.SIGNS_IN || !UserFactsReader.isLinked(subject, parsed.readable()))
                : Optional.empty();
        ClientModel receiver = realm.getClientByClientId(token.getIssuedFor());
        if (user.isEmpty() || receiver == null || !ExecutorCoverage.covers(session, realm)) {
            return Optional.empty();
        }
        session.getContext().setClient(receiver);
        return TokenDecision.decideAndReport(
                user.get(),
                grant,
                parsed,
                () -> LinkEvents.ofTokenRequest(session, user.get().user()));
    }
}
