package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/** The provider Magento.com of the cloud realm, for tests that change and restore it. */
public final class CloudProvider {

    private CloudProvider() {}

    /** The sync mode of names and address: IMPORT, as shipped, or FORCE. */
    public static void syncMode(String mode) {
        change(provider -> provider.getConfig().put("syncMode", mode));
    }

    /** Its display name; Magento.com, as shipped. */
    public static void displayName(String name) {
        change(provider -> provider.setDisplayName(name));
    }

    public static void enable(boolean enabled) {
        change(provider -> provider.setEnabled(enabled));
    }

    /** The flow of a first login through Magento.com; empty, as shipped: that of the realm. */
    public static void firstLoginFlow(String alias) {
        change(provider -> provider.setFirstBrokerLoginFlowAlias(alias));
    }

    /** The flow that follows a login through Magento.com; empty, as shipped: none. */
    public static void postLoginFlow(String alias) {
        change(provider -> provider.setPostBrokerLoginFlowAlias(alias));
    }

    /** A setting of the guard; empty, as shipped: the default. */
    public static void guard(String key, String value) {
        IdentityProviderResource resource = Site.cloud().identityProviders().get(CloudUsers.ALIAS);
        IdentityProviderMapperRepresentation guard = guard(resource);
        guard.getConfig().put(key, value);
        resource.update(guard.getId(), guard);
    }

    /**
     * Removes the guard.
     *
     * @return what {@link #addGuard} adds again
     */
    public static IdentityProviderMapperRepresentation removeGuard() {
        IdentityProviderResource resource = Site.cloud().identityProviders().get(CloudUsers.ALIAS);
        IdentityProviderMapperRepresentation guard = guard(resource);
        resource.delete(guard.getId());
        guard.setId(null);
        return guard;
    }

    /** Adds a guard, with a new id. */
    public static void addGuard(IdentityProviderMapperRepresentation guard) {
        try (Response response =
                Site.cloud().identityProviders().get(CloudUsers.ALIAS).addMapper(guard)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    private static IdentityProviderMapperRepresentation guard(IdentityProviderResource provider) {
        return provider.getMappers().stream()
                .filter(mapper -> mapper.getIdentityProviderMapper().equals("magento-link-guard"))
                .findFirst()
                .orElseThrow();
    }

    private static void change(Consumer<IdentityProviderRepresentation> change) {
        IdentityProviderResource resource = Site.cloud().identityProviders().get(CloudUsers.ALIAS);
        IdentityProviderRepresentation provider = resource.toRepresentation();
        change.accept(provider);
        resource.update(provider);
    }
}
