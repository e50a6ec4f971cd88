package cloud.magento.accounts.link.admin;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Adds {@code /admin/realms/{realm}/magento-link/} to Keycloak's admin REST API. */
public final class MagentoLinkAdminFactory implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider {

    private static final String ID = "magento-link";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public AdminRealmResourceProvider create(KeycloakSession session) {
        return this;
    }

    /** Keycloak has authenticated the caller as an admin. What the admin may do is checked by each endpoint. */
    @Override
    public Object getResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new MagentoLinkAdminResource(session, realm, auth, adminEvent);
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
}
