package cloud.magento.accounts.link.it.scenario;

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

/** Another identity provider of the cloud, unrelated to the extension and served by the same realm as Magento.com. */
public final class OtherProvider implements AutoCloseable {

    private final String alias;

    private OtherProvider(String alias) {
        this.alias = alias;
    }

    public static OtherProvider added() {
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

    /** Enables back-channel logout from the provider to the cloud. */
    public OtherProvider withBackchannelLogout() {
        ClientRepresentation client =
                Site.magento().clients().findByClientId(alias).get(0);
        // Both realms are on one server, so the address of the token endpoint has the right host.
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

    public String alias() {
        return alias;
    }

    public void enable(boolean enabled) {
        change(provider -> provider.setEnabled(enabled));
    }

    /** Changes this provider in the cloud realm. */
    public void change(Consumer<IdentityProviderRepresentation> change) {
        IdentityProviderResource resource = Site.cloud().identityProviders().get(alias);
        IdentityProviderRepresentation provider = resource.toRepresentation();
        provider.getConfig().put("clientSecret", "secret");
        change.accept(provider);
        resource.update(provider);
    }

    /** Links the account of this provider to the user. */
    public void link(UserResource user, MagentoAccount account) {
        FederatedIdentityRepresentation identity = new FederatedIdentityRepresentation();
        identity.setIdentityProvider(alias);
        identity.setUserId(account.id());
        identity.setUserName(account.username());
        try (Response response = user.addFederatedIdentity(alias, identity)) {
            assertThat(response.getStatus()).isEqualTo(204);
        }
    }

    /** Opens the app's request and signs in through this provider. */
    public Shown signIn(Browser browser, CloudApp.SignIn request, MagentoAccount account) {
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
