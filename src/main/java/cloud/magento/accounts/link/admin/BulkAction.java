package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminSession;
import jakarta.ws.rs.ForbiddenException;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AdminRoles;

/** What the endpoints share that act on many users at once. */
final class BulkAction {

    private BulkAction() {}

    /**
     * Requires the role {@code manage-users}. Fine-grained permissions are not enough: they can except single users,
     * and the counts would tell something of these.
     *
     * @throws ForbiddenException if the admin does not have the role
     */
    static void requireManageUsers(AdminSession admin) {
        if (!admin.auth().hasOneAdminRole(AdminRoles.MANAGE_USERS)) {
            throw new ForbiddenException();
        }
    }

    /** Writes the admin event of a call that has changed something. Its representation is the answer of the call. */
    static void report(AdminSession admin, Object answer) {
        admin.event()
                .operation(OperationType.ACTION)
                .resource(ResourceType.USER)
                .resourcePath(admin.session().getContext().getUri())
                .representation(answer)
                .success();
    }
}
