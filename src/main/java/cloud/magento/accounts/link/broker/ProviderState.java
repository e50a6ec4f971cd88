package cloud.magento.accounts.link.broker;

import java.util.Objects;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Whether users can be sent to the identity provider. */
public enum ProviderState {
    READY,
    MISSING,
    DISABLED,
    /** Without the guard Keycloak would link in the callback, before anybody confirmed. */
    WITHOUT_GUARD;

    /** The state right now. */
    public static ProviderState of(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        if (provider == null) {
            return MISSING;
        }
        if (!provider.isEnabled()) {
            return DISABLED;
        }
        return session.identityProviders()
                        .getMappersByAliasStream(alias)
                        .anyMatch(mapper -> Objects.equals(mapper.getIdentityProviderMapper(), LinkGuard.PROVIDER_ID))
                ? READY
                : WITHOUT_GUARD;
    }

    /** The provider's name as people know it, its alias where there is none. */
    public static String displayName(KeycloakSession session, String alias) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider == null ? alias : KeycloakModelUtils.getIdentityProviderDisplayName(session, provider);
    }
}
