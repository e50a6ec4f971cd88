package cloud.magento.accounts.link.page;

import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What an admin may see of a realm: the same as by the REST endpoints. There a token brings the roles, see
 * MgmtPermissions.hasOneAdminRole. Here the user has them.
 *
 * @param canViewUsers counts, states and lists
 * @param canViewRealm the check of the set-up
 */
record PageRights(boolean canViewUsers, boolean canViewRealm) {

    private static final PageRights NONE = new PageRights(false, false);

    /**
     * The rights of an admin.
     *
     * @param adminsRealm the realm of the admin. An admin of another realm than {@code master} has no rights elsewhere
     */
    static PageRights of(UserModel admin, RealmModel adminsRealm, RealmModel realm) {
        return clientOfRoles(adminsRealm, realm)
                .map(client -> new PageRights(
                        hasOne(admin, client, AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS),
                        hasOne(admin, client, AdminRoles.VIEW_REALM, AdminRoles.MANAGE_REALM)))
                .orElse(NONE);
    }

    boolean isNone() {
        return !canViewUsers && !canViewRealm;
    }

    private static Optional<ClientModel> clientOfRoles(RealmModel adminsRealm, RealmModel realm) {
        if (isMaster(adminsRealm)) {
            return Optional.ofNullable(realm.getMasterAdminClient());
        }
        return adminsRealm.getId().equals(realm.getId())
                ? Optional.ofNullable(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID))
                : Optional.empty();
    }

    /** Whether this is the realm whose admins can administer other realms. */
    static boolean isMaster(RealmModel realm) {
        return realm.getName().equals(Config.getAdminRealm());
    }

    private static boolean hasOne(UserModel admin, ClientModel client, String... names) {
        return Stream.of(names)
                .flatMap(name -> Optional.ofNullable(client.getRole(name)).stream())
                .anyMatch(admin::hasRole);
    }
}
