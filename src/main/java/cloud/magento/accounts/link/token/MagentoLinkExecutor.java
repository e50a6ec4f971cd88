package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.UserContext;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;

/**
 * Rejects requests for tokens in which Keycloak evaluates no required action and no authenticator: Keycloak continues
 * an earlier sign-in there, or trusts another party for the sign-in.
 */
final class MagentoLinkExecutor
        implements ClientPolicyExecutorProvider<ClientPolicyExecutorConfigurationRepresentation> {

    private final KeycloakSession session;

    MagentoLinkExecutor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getProviderId() {
        return MagentoLinkExecutorFactory.ID;
    }

    /**
     * Rejects the request if the user must connect first.
     *
     * @throws ClientPolicyException which Keycloak answers with {@code invalid_grant}. The request is rolled back
     */
    @Override
    public void executeOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        Optional<GrantEvent> request = GrantEvent.of(context);
        Optional<String> refusal = request.flatMap(event -> decideAndReport(event, context));
        if (refusal.isPresent()) {
            LinkMetrics.countRefusedTokens(
                    session.getContext().getRealm().getName(), request.get().grant());
            // Keycloak would commit what it did for this request: the session that CIBA has begun.
            session.getTransactionManager().setRollbackOnly();
            throw new ClientPolicyException(OAuthErrorException.INVALID_GRANT, refusal.get());
        }
    }

    private Optional<String> decideAndReport(GrantEvent event, ClientPolicyContext context) {
        RealmModel realm = session.getContext().getRealm();
        ParsedSettings parsed = RealmSettings.of(realm);
        if (parsed.readable().mode() != Mode.ON
                || ExemptGrant.isLeftAlone(context, session, parsed.readable().stages())) {
            return Optional.empty();
        }
        return TokenSubject.of(event, context, session)
                .flatMap(user -> TokenDecision.decideAndReport(
                        new UserContext(session, realm, user),
                        ExemptGrant.kindOf(
                                event, context, session, parsed.readable().stages()),
                        parsed,
                        () -> LinkEvents.ofTokenRequest(session, user)));
    }
}
