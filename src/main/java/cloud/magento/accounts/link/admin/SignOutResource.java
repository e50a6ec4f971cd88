package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminSession;
import cloud.magento.accounts.link.change.BatchRequest;
import cloud.magento.accounts.link.change.OverdueSignOut;
import cloud.magento.accounts.link.report.Rollout;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.services.ErrorResponse;

/** The endpoint {@code sign-out}. */
public final class SignOutResource {

    private final AdminSession admin;

    SignOutResource(AdminSession admin) {
        this.admin = admin;
    }

    /** Signs out the users who are overdue, if the mode is on and they could connect. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response signOut() {
        BulkAction.requireManageUsers(admin);
        BatchRequest request = BatchQuery.of(admin.session());
        Rollout rollout = Rollout.of(admin.session(), admin.realm());
        OverdueSignOut.obstacle(rollout).ifPresent(reason -> {
            throw ErrorResponse.error(reason, Response.Status.CONFLICT);
        });
        SignOutJson answer = SignOutJson.of(request, OverdueSignOut.run(rollout, request));
        if (!request.dryRun() && answer.users() > 0) {
            BulkAction.report(admin, answer);
        }
        return Answers.json(answer);
    }
}
