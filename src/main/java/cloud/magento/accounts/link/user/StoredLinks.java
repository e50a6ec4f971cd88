package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.support.UserContext;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * Links as the database stores them. The user cache of a server can be outdated permanently: if another server ends
 * between its commit and its message to the other servers, their caches are not invalidated.
 */
public final class StoredLinks {

    private StoredLinks() {}

    /**
     * The user's link with this provider; empty: there is none. If the user cache differs, the cached links of this
     * user are invalidated on every server.
     */
    public static Optional<FederatedIdentityModel> readAndCorrectCache(UserContext context, String alias) {
        Optional<FederatedIdentityModel> stored = read(context, alias);
        Optional<FederatedIdentityModel> cached = Optional.ofNullable(
                context.session().users().getFederatedIdentity(context.realm(), context.user(), alias));
        if (!stored.map(FederatedIdentityModel::getUserId).equals(cached.map(FederatedIdentityModel::getUserId))) {
            invalidateCache(context);
        }
        return stored;
    }

    /** Follows UserStorageManager.getFederatedIdentity. */
    private static Optional<FederatedIdentityModel> read(UserContext context, String alias) {
        String userId = context.user().getId();
        Optional<FederatedIdentityModel> local = StorageId.isLocalStorage(userId)
                ? Optional.ofNullable(UserStoragePrivateUtil.userLocalStorage(context.session())
                        .getFederatedIdentity(context.realm(), context.user(), alias))
                : Optional.empty();
        return local.or(() -> Optional.ofNullable(context.session()
                .getProvider(UserFederatedStorageProvider.class)
                .getFederatedIdentity(userId, alias, context.realm())));
    }

    /**
     * UserCacheSession has no method for this, and its evict method does not remove the links. Removing a link that
     * does not exist changes nothing in the database, but invalidates the cached links. Updating such a link throws an
     * exception in 26.4.
     */
    private static void invalidateCache(UserContext context) {
        context.session().users().removeFederatedIdentity(context.realm(), context.user(), "");
    }
}
