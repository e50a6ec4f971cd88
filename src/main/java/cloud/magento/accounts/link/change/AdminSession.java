package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.support.UserContext;
import jakarta.ws.rs.ForbiddenException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * An admin who changes users of a realm.
 *
 * @param auth what the admin may do
 * @param event the start of each admin event, with the admin and the address of the request
 */
public record AdminSession(
        KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder event) {

    /**
     * The same admin in another Keycloak session, with the rights that the admin has now. Follows
     * AdminEventBuilder.clone.
     *
     * @throws ForbiddenException if the account of the admin no longer exists
     */
    AdminSession in(KeycloakSession other) {
        RealmModel sameRealm = other.realms().getRealm(realm.getId());
        other.getContext().setRealm(sameRealm);
        AdminAuth admin = auth.adminAuth();
        RealmModel adminRealm = other.realms().getRealm(admin.getRealm().getId());
        UserModel user = other.users().getUserById(adminRealm, admin.getUser().getId());
        ClientModel client =
                other.clients().getClientById(adminRealm, admin.getClient().getId());
        if (user == null || client == null) {
            throw new ForbiddenException();
        }
        return new AdminSession(
                other,
                sameRealm,
                AdminPermissions.evaluator(other, sameRealm, new AdminAuth(adminRealm, admin.getToken(), user, client)),
                event.clone(other));
    }

    UserContext of(UserModel user) {
        return new UserContext(session, realm, user);
    }
}
