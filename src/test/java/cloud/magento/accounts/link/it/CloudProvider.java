package cloud.magento.accounts.link.it;

import java.util.function.Consumer;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/** Magento.com as the cloud realm knows it, for tests that change it and change it back. */
public final class CloudProvider {

    private CloudProvider() {}

    /** What of Magento.com's names goes into the cloud user at each sign-in: IMPORT, as shipped, or FORCE. */
    static void syncMode(String mode) {
        change(provider -> provider.getConfig().put("syncMode", mode));
    }

    /** What people call it; Magento.com, as shipped. */
    public static void displayName(String name) {
        change(provider -> provider.setDisplayName(name));
    }

    static void enable(boolean enabled) {
        change(provider -> provider.setEnabled(enabled));
    }

    /** The flow of a first login through Magento.com; empty, as shipped: that of the realm. */
    static void firstLoginFlow(String alias) {
        change(provider -> provider.setFirstBrokerLoginFlowAlias(alias));
    }

    /** The flow that follows a login through Magento.com; empty, as shipped: none. */
    static void postLoginFlow(String alias) {
        change(provider -> provider.setPostBrokerLoginFlowAlias(alias));
    }

    private static void change(Consumer<IdentityProviderRepresentation> change) {
        IdentityProviderResource resource = Site.cloud().identityProviders().get(CloudUsers.ALIAS);
        IdentityProviderRepresentation provider = resource.toRepresentation();
        change.accept(provider);
        resource.update(provider);
    }
}
