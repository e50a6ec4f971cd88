package cloud.magento.accounts.link.idp;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;

/**
 * Whether a provider has the guard among its mappers.
 *
 * <p>Keycloak caches a mapper by its id, but not which mappers a provider has. So each node keeps the id of the guard
 * that it found last. The id only says where to look first. Whether that mapper still exists, and is the guard of this
 * provider, is Keycloak's answer each time: every node forgets a mapper that one of them changes or removes. See
 * InfinispanIdentityProviderStorageProvider.getMapperById.
 */
final class GuardMapper {

    private static final ConcurrentMap<Provider, String> LAST_IDS = new ConcurrentHashMap<>();

    private record Provider(String realmId, String alias) {}

    private GuardMapper() {}

    static boolean exists(KeycloakSession session, String alias) {
        Provider provider = new Provider(session.getContext().getRealm().getId(), alias);
        String lastId = LAST_IDS.get(provider);
        if (lastId != null && isGuardOf(alias, session.identityProviders().getMapperById(lastId))) {
            return true;
        }
        Optional<String> id = session.identityProviders()
                .getMappersByAliasStream(alias)
                .filter(mapper -> isGuardOf(alias, mapper))
                .map(IdentityProviderMapperModel::getId)
                .findFirst();
        id.ifPresentOrElse(found -> LAST_IDS.put(provider, found), () -> LAST_IDS.remove(provider));
        return id.isPresent();
    }

    private static boolean isGuardOf(String alias, IdentityProviderMapperModel mapper) {
        return mapper != null
                && Objects.equals(mapper.getIdentityProviderMapper(), LinkGuard.PROVIDER_ID)
                && Objects.equals(mapper.getIdentityProviderAlias(), alias);
    }
}
