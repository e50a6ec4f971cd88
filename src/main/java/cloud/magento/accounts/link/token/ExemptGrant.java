package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.session.ExemptClientSession;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.context.TokenExchangeRequestContext;

/** What exempt clients mean for a request for tokens. */
final class ExemptGrant {

    private ExemptGrant() {}

    /**
     * Whether the request is left alone: an exempt client requests tokens for itself, or for other exempt clients. An
     * exchange must not carry a user who must connect to a client that is not exempt.
     */
    static boolean isLeftAlone(ClientPolicyContext context, KeycloakSession session, Stages stages) {
        // The list is empty in most realms, and then nothing is read.
        return !stages.exemptClients().isEmpty()
                && Stream.concat(Stream.of(session.getContext().getClient().getClientId()), audience(context))
                        .allMatch(stages::isExemptClient);
    }

    private static Stream<String> audience(ClientPolicyContext context) {
        List<String> audience = context instanceof TokenExchangeRequestContext exchange
                ? exchange.getTokenExchangeContext().getFormParams().get(OAuth2Constants.AUDIENCE)
                : null;
        return Stream.ofNullable(audience).flatMap(List::stream).filter(Objects::nonNull);
    }

    /**
     * The kind of this request. The exchange of a token whose session proves no more than a login to an exempt client
     * is another way to sign in. {@link TokenSubject} has set the user session of the token in the context.
     */
    static GrantKind kindOf(GrantEvent event, ClientPolicyContext context, KeycloakSession session, Stages stages) {
        UserSessionModel userSession = session.getContext().getUserSession();
        return context instanceof TokenExchangeRequestContext exchange
                        && userSession != null
                        && ExemptClientSession.isUnproven(userSession, isOfExemptClient(exchange, session, stages))
                ? GrantKind.SIGNS_IN
                : event.kind();
    }

    /**
     * The kind of a request for a permission token. It issues a token for another resource server, so it is another way
     * to sign in if the session proves no more than a login to an exempt client.
     *
     * @param token the token from which the request takes the identity
     */
    static GrantKind kindOf(AccessToken token, KeycloakSession session, LinkSettings settings) {
        if (!settings.primaryLogin()) {
            return GrantKind.CONTINUES;
        }
        boolean isOfExemptClient = settings.stages().isExemptClient(token.getIssuedFor());
        return userSessionOf(token, session)
                        .map(userSession -> ExemptClientSession.isUnproven(userSession, isOfExemptClient))
                        .orElse(isOfExemptClient)
                ? GrantKind.SIGNS_IN
                : GrantKind.CONTINUES;
    }

    private static Optional<UserSessionModel> userSessionOf(AccessToken token, KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return Optional.ofNullable(token.getSessionId())
                .flatMap(id -> Optional.ofNullable(session.sessions().getUserSession(realm, id))
                        .or(() -> Optional.ofNullable(session.sessions().getOfflineUserSession(realm, id))));
    }

    private static boolean isOfExemptClient(
            TokenExchangeRequestContext exchange, KeycloakSession session, Stages stages) {
        if (stages.exemptClients().isEmpty()) {
            return false;
        }
        AccessToken token = session.tokens()
                .decode(exchange.getTokenExchangeContext().getParams().getSubjectToken(), AccessToken.class);
        return token != null && stages.isExemptClient(token.getIssuedFor());
    }
}
