package cloud.magento.accounts.link.token;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.PermissionGrantTypeFactory;

/** Replaces Keycloak's factory of the UMA grant: of two factories with the same id, Keycloak takes the higher order. */
public final class PermissionGrantFactory extends PermissionGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new PermissionGrant();
    }

    @Override
    public int order() {
        return 100;
    }
}
