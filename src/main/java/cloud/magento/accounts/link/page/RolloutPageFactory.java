package cloud.magento.accounts.link.page;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Adds the page {@code /realms/{realm}/magento-link/}. */
public final class RolloutPageFactory implements RealmResourceProviderFactory {

    @Override
    public String getId() {
        return PageAddress.NAME;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new Provider(session);
    }

    @Override
    public void init(Config.Scope config) {
        // There is nothing to configure.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to do after start-up.
    }

    @Override
    public void close() {
        // Nothing to release.
    }

    private record Provider(KeycloakSession session) implements RealmResourceProvider {

        @Override
        public Object getResource() {
            return new RolloutPageResource(session);
        }

        @Override
        public void close() {
            // Nothing to release.
        }
    }
}
