package cloud.magento.accounts.link.user;

import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * Links as the database holds them. Keycloak's user cache can be behind for good: a server that ends between its commit
 * and its message to the other servers leaves their caches as they were.
 */
public final class StoredLinks {

    private StoredLinks() {}

    /** The account that the user has connected. Follows UserStorageManager.getFederatedIdentity. */
    static Optional<FederatedIdentityModel> read(
            KeycloakSession session, RealmModel realm, UserModel user, String alias) {
        Optional<FederatedIdentityModel> local = StorageId.isLocalStorage(user.getId())
                ? Optional.ofNullable(
                        UserStoragePrivateUtil.userLocalStorage(session).getFederatedIdentity(realm, user, alias))
                : Optional.empty();
        return local.or(() -> Optional.ofNullable(session.getProvider(UserFederatedStorageProvider.class)
                .getFederatedIdentity(user.getId(), alias, realm)));
    }

    /** The same; and if the user cache says otherwise, every server forgets what it has cached of the user's links. */
    public static Optional<FederatedIdentityModel> readAndCorrectCache(
            KeycloakSession session, RealmModel realm, UserModel user, String alias) {
        Optional<FederatedIdentityModel> stored = read(session, realm, user, alias);
        Optional<FederatedIdentityModel> cached =
                Optional.ofNullable(session.users().getFederatedIdentity(realm, user, alias));
        if (!stored.map(FederatedIdentityModel::getUserId).equals(cached.map(FederatedIdentityModel::getUserId))) {
            forgetCached(session, realm, user);
        }
        return stored;
    }

    /**
     * UserCacheSession has no call for this alone, and evict leaves the links alone. To remove a link that does not
     * exist changes nothing, but makes it forget; to update one throws, in 26.4.
     */
    private static void forgetCached(KeycloakSession session, RealmModel realm, UserModel user) {
        session.users().removeFederatedIdentity(realm, user, "");
    }
}
