package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.support.UserContext;
import java.util.function.Consumer;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.UserStorageUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * Writes what an admin sets, whatever the store of the user accepts. A read-only store, such as LDAP with edit mode
 * READ_ONLY, refuses every attribute. If it imports its users, the attribute is written to the imported user, which a
 * login reads from the user cache. If not, it is written to Keycloak's federated storage.
 */
final class AttributeWriter {

    private final UserContext context;
    private final RealmModel realm;
    private final UserModel user;
    private final UserFederatedStorageProvider federatedStorage;

    AttributeWriter(UserContext context) {
        this.context = context;
        this.realm = context.realm();
        this.user = context.user();
        this.federatedStorage = context.session().getProvider(UserFederatedStorageProvider.class);
    }

    void store(String attribute, String value) {
        boolean isBesideUser = write(
                target -> target.setSingleAttribute(attribute, value),
                () -> federatedStorage.setSingleAttribute(realm, user.getId(), attribute, value));
        if (!isBesideUser) {
            removeBesideUser(attribute);
        }
    }

    void remove(String attribute) {
        write(target -> target.removeAttribute(attribute), () -> {});
        removeBesideUser(attribute);
    }

    /** Whether the user's own attributes could not be written, so that it was written beside the user. */
    private boolean write(Consumer<UserModel> writing, Runnable besideUser) {
        try {
            writing.accept(user);
            return false;
        } catch (ReadOnlyException e) {
            if (!StorageId.isLocalStorage(user.getId())) {
                besideUser.run();
                return true;
            }
            writeToImported(writing);
            return false;
        }
    }

    private void writeToImported(Consumer<UserModel> writing) {
        writing.accept(
                UserStoragePrivateUtil.userLocalStorage(context.session()).getUserById(realm, user.getId()));
        UserCache cache = UserStorageUtil.userCache(context.session());
        // It is null if the server runs without the user cache.
        if (cache != null) {
            cache.evict(realm, user);
        }
    }

    /** A value beside the user would take precedence over the user's own. */
    private void removeBesideUser(String attribute) {
        boolean isFederated = user.isFederated() || !StorageId.isLocalStorage(user.getId());
        if (isFederated && federatedStorage.getAttributes(realm, user.getId()).containsKey(attribute)) {
            federatedStorage.removeAttribute(realm, user.getId(), attribute);
        }
    }
}
