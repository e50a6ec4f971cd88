package cloud.magento.accounts.link.token;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;

/** Creates {@link MagentoLinkExecutor}. It has no settings of its own: those of the required action apply. */
@SuppressWarnings("rawtypes") // Keycloak's factory returns the raw type.
public final class MagentoLinkExecutorFactory implements ClientPolicyExecutorProviderFactory {

    static final String ID = "magento-link-executor";

    @Override
    public ClientPolicyExecutorProvider create(KeycloakSession session) {
        return new MagentoLinkExecutor(session);
    }

    /** The name of the executor in client profiles. */
    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getHelpText() {
        return "Rejects requests for tokens without a browser if the user must connect first."
                + " Its settings are those of the required action \"Connect with Magento.com\".";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
