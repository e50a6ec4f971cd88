package cloud.magento.accounts.link.idp;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;

/**
 * Whether a provider has the guard among its mappers.
 *
 * <p>Keycloak caches a mapper by its id, but not which mappers a provider has. So each node keeps the id of the guard
 * that it found last. The id only says where to look first. Whether that mapper still exists, and is the guard of this
 * provider, is Keycloak's answer each time: every node forgets a mapper that one of them changes or removes. See
 * InfinispanIdentityProviderStorageProvider.getMapperById. A change that bypasses Keycloak, such as by SQL, is seen
 * after the realm cache is cleared. Until then users come back from the provider with an error, and nothing is linked.
 */
final class GuardMapper {

    private static final ConcurrentMap<Provider, String> LAST_IDS = new ConcurrentHashMap<>();

    private record Provider(String realmId, String alias) {}

    private GuardMapper() {}

    static boolean exists(KeycloakSession session, String alias) {
        Provider provider = new Provider(session.getContext().getRealm().getId(), alias);
        String lastId = LAST_IDS.get(provider);
        if (lastId != null && isGuardOf(alias, session, lastId)) {
            return true;
        }
        // The database decides which mappers a provider has: it can ignore the case of an alias.
        Optional<String> id = session.identityProviders()
                .getMappersByAliasStream(alias)
                .filter(GuardMapper::isGuard)
                .map(IdentityProviderMapperModel::getId)
                .findFirst();
        id.ifPresentOrElse(found -> LAST_IDS.put(provider, found), () -> LAST_IDS.remove(provider));
        return id.isPresent();
    }

    private static boolean isGuardOf(String alias, KeycloakSession session, String id) {
        try {
            IdentityProviderMapperModel mapper = session.identityProviders().getMapperById(id);
            return mapper != null && isGuard(mapper) && Objects.equals(mapper.getIdentityProviderAlias(), alias);
        } catch (ModelException e) {
            // Another realm has a mapper with this id: an import keeps ids.
            return false;
        }
    }

    private static boolean isGuard(IdentityProviderMapperModel mapper) {
        return Objects.equals(mapper.getIdentityProviderMapper(), LinkGuard.PROVIDER_ID);
    }
}
