package cloud.magento.accounts.link.idp;

import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;

/** Creates the identity provider of a stored configuration, of any kind that Keycloak has. */
final class ProviderInstances {

    private ProviderInstances() {}

    /** The provider; empty: the server has no factory for it. */
    static Optional<IdentityProvider<?>> create(KeycloakSession session, IdentityProviderModel model) {
        return Stream.of(IdentityProvider.class, SocialIdentityProvider.class)
                .flatMap(session.getKeycloakSessionFactory()::getProviderFactoriesStream)
                .filter(factory -> factory.getId().equals(model.getProviderId()))
                .<IdentityProvider<?>>map(factory -> ((IdentityProviderFactory<?>) factory).create(session, model))
                .findFirst();
    }
}
