package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.Shown;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.admin.client.resource.UserResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/**
 * A second identity provider of the cloud, which has nothing to do with connecting. It is served by the same stand-in.
 */
final class OtherProvider implements AutoCloseable {

    private final String alias;

    private OtherProvider(String alias) {
        this.alias = alias;
    }

    static OtherProvider added() {
        String alias = "other" + UUID.randomUUID().toString().substring(0, 8);
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(alias);
        client.setSecret("secret");
        client.setRedirectUris(List.of(Site.address() + "/realms/cloud/broker/" + alias + "/endpoint"));
        try (Response response = Site.magento().clients().create(client)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        IdentityProviderRepresentation model =
                Site.cloud().identityProviders().get(CloudUsers.ALIAS).toRepresentation();
        Map<String, String> config = new HashMap<>(model.getConfig());
        config.putAll(Map.of("clientId", alias, "clientSecret", "secret"));
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias(alias);
        provider.setProviderId("oidc");
        provider.setEnabled(true);
        provider.setConfig(config);
        try (Response response = Site.cloud().identityProviders().create(provider)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        return new OtherProvider(alias);
    }

    /** Tells the cloud by back channel when an account signs out there. */
    OtherProvider tellsOfLogouts() {
        ClientRepresentation client =
                Site.magento().clients().findByClientId(alias).get(0);
        // As the cloud reaches the stand-in, so the stand-in reaches the cloud: they are one server.
        String token = Site.cloud()
                .identityProviders()
                .get(CloudUsers.ALIAS)
                .toRepresentation()
                .getConfig()
                .get("tokenUrl");
        client.getAttributes()
                .put(
                        "backchannel.logout.url",
                        token.replace("/realms/magento/", "/realms/cloud/")
                                .replaceAll("/token$", "/logout/backchannel-logout"));
        client.getAttributes().put("backchannel.logout.session.required", "true");
        Site.magento().clients().get(client.getId()).update(client);
        return this;
    }

    String alias() {
        return alias;
    }

    void enable(boolean enabled) {
        change(provider -> provider.setEnabled(enabled));
    }

    /** Changes how the cloud knows this provider. */
    void change(Consumer<IdentityProviderRepresentation> change) {
        IdentityProviderResource resource = Site.cloud().identityProviders().get(alias);
        IdentityProviderRepresentation provider = resource.toRepresentation();
        provider.getConfig().put("clientSecret", "secret");
        change.accept(provider);
        resource.update(provider);
    }

    /** Makes the account one of the user's ways in. */
    void link(UserResource user, MagentoAccount account) {
        FederatedIdentityRepresentation identity = new FederatedIdentityRepresentation();
        identity.setIdentityProvider(alias);
        identity.setUserId(account.id());
        identity.setUserName(account.username());
        try (Response response = user.addFederatedIdentity(alias, identity)) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
    }

    /** Comes from the app and signs in through this provider. */
    Shown signIn(Browser browser, CloudApp.SignIn request, MagentoAccount account) {
        return browser.open(request.address())
                .signInPage()
                .ofCloud()
                .signInWith(alias)
                .signInPage()
                .ofMagento()
                .signIn(account.username(), CloudUser.PASSWORD);
    }

    @Override
    public void close() {
        Site.cloud().identityProviders().get(alias).remove();
        Site.magento()
                .clients()
                .get(Site.magento().clients().findByClientId(alias).get(0).getId())
                .remove();
    }
}
