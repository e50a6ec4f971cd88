package cloud.magento.accounts.link.idp;

import java.util.List;
import org.keycloak.broker.oidc.AbstractOAuth2IdentityProvider;
import org.keycloak.broker.oidc.OAuth2IdentityProviderConfig;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/**
 * What kind of provider users connect.
 *
 * @param isSupported whether the answer of its mappers reaches the browser: OpenID Connect and OAuth 2.0
 * @param isWithoutEmailScope whether it is asked for claims, but not for that of the email address
 */
public record ProviderType(boolean isSupported, boolean isWithoutEmailScope) {

    /** The type of the provider with this alias, which exists. */
    public static ProviderType of(KeycloakSession session, String alias) {
        IdentityProviderModel model = session.identityProviders().getByAlias(alias);
        return ProviderInstances.create(session, model).map(ProviderType::of).orElse(new ProviderType(false, false));
    }

    private static ProviderType of(IdentityProvider<?> provider) {
        if (!(provider instanceof AbstractOAuth2IdentityProvider<?> oauth)) {
            return new ProviderType(false, false);
        }
        OAuth2IdentityProviderConfig config = oauth.getConfig();
        List<String> scopes = config.getDefaultScope() == null
                ? List.of()
                : List.of(config.getDefaultScope().split(" +"));
        // The scopes of social providers have other names, and their defaults bring the address.
        return new ProviderType(
                true,
                provider instanceof OIDCIdentityProvider
                        && !(provider instanceof SocialIdentityProvider)
                        && !scopes.contains("email"));
    }
}
