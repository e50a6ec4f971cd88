package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.UserContext;
import java.util.List;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;

/**
 * Refuses tokens where no required action and no authenticator is asked: Keycloak carries on with an earlier sign-in
 * there, or takes somebody else's word for one. Its own factory, without settings: it reads those of the required
 * action.
 */
@SuppressWarnings("rawtypes") // Keycloak's factory says so.
public final class MagentoLinkExecutor
        implements ClientPolicyExecutorProviderFactory,
                ClientPolicyExecutorProvider<ClientPolicyExecutorConfigurationRepresentation> {

    static final String ID = "magento-link-executor";

    private final KeycloakSession session;

    /** The factory, which Keycloak makes. */
    public MagentoLinkExecutor() {
        this(null);
    }

    private MagentoLinkExecutor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public ClientPolicyExecutorProvider create(KeycloakSession session) {
        return new MagentoLinkExecutor(session);
    }

    /** How client profiles name it. */
    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getProviderId() {
        return getId();
    }

    @Override
    public String getHelpText() {
        return "Refuses tokens to users who must connect first, where they do not sign in with a browser."
                + " Its settings are those of the required action \"Connect with Magento.com\".";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void executeOnEvent(ClientPolicyContext context) throws ClientPolicyException {
        ParsedSettings parsed = RealmSettings.of(session.getContext().getRealm());
        Optional<UserModel> user = parsed.readable().mode() == Mode.ON
                ? TokenSubject.of(session, context, parsed.readable().idpAlias())
                : Optional.empty();
        if (user.isEmpty()) {
            return;
        }
        Optional<String> refusal = TokenDecision.refusal(
                new UserContext(session, session.getContext().getRealm(), user.get()),
                GrantKind.of(context),
                parsed,
                LinkEvents.of(session, user.get()));
        if (refusal.isPresent()) {
            // Keycloak would keep what it did for this request: the session that CIBA has begun.
            session.getTransactionManager().setRollbackOnly();
            throw new ClientPolicyException(OAuthErrorException.INVALID_GRANT, refusal.get());
        }
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
