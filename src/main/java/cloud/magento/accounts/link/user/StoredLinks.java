package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.support.UserContext;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * Links as the database holds them. The user cache of a server can be outdated permanently: a server that ends between
 * its commit and its message to the other servers leaves their caches as they were.
 */
public final class StoredLinks {

    private StoredLinks() {}

    /**
     * The account that the user has connected. If the user cache differs, every server removes what it has cached of
     * the user's links.
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
     * UserCacheSession has no call for this, and its evict method keeps the links. Removing a link that does not exist
     * changes nothing in the database, but invalidates the cached links. Updating one throws in 26.4.
     */
    private static void invalidateCache(UserContext context) {
        context.session().users().removeFederatedIdentity(context.realm(), context.user(), "");
    }
}
