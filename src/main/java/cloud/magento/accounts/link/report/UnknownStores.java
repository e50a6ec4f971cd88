package cloud.magento.accounts.link.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderModel;

/** User stores whose users Keycloak does not import. Its database knows of them only what is not in the store. */
final class UnknownStores {

    /** They import every user and have no switch for it. */
    private static final Set<String> ALWAYS_IMPORTING = Set.of("kerberos", "sssd");

    private UnknownStores() {}

    /** The names of the enabled stores that do not import users, or do not say that they do. */
    static List<String> of(RealmModel realm) {
        return stores(realm)
                .filter(store -> new UserStorageProviderModel(store).isEnabled() && !isImporting(store))
                .map(ComponentModel::getName)
                .sorted()
                .toList();
    }

    /** Whether the realm has any user store, importing or not. */
    static boolean hasAny(RealmModel realm) {
        return stores(realm).findAny().isPresent();
    }

    private static Stream<ComponentModel> stores(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), UserStorageProvider.class.getName());
    }

    private static boolean isImporting(ComponentModel store) {
        return ALWAYS_IMPORTING.contains(store.getProviderId())
                || Boolean.parseBoolean(store.get(UserStorageProviderModel.IMPORT_ENABLED));
    }
}
