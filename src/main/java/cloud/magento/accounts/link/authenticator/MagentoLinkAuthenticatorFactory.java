package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.login.PrimaryLogin;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** Registers the authenticator. It has no settings of its own: it reads those of the required action. */
public final class MagentoLinkAuthenticatorFactory implements AuthenticatorFactory {

    private final Authenticator authenticator = new MagentoLinkAuthenticator();

    @Override
    public Authenticator create(KeycloakSession session) {
        return authenticator;
    }

    @Override
    public String getId() {
        return PrimaryLogin.AUTHENTICATOR_ID;
    }

    @Override
    public String getDisplayType() {
        return "Magento link";
    }

    @Override
    public String getReferenceCategory() {
        return null;
    }

    @Override
    public String getHelpText() {
        return "Sends users who are connected to their identity provider to finish signing in, and rejects their"
                + " password grants. Place it last in the flow. Its settings are those of the required action"
                + " \"Connect with Magento.com\".";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public boolean isConfigurable() {
        return false;
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
