package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminSession;
import cloud.magento.accounts.link.change.BatchRequest;
import cloud.magento.accounts.link.change.CampaignReset;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The endpoint {@code reset}. */
public final class ResetResource {

    private final AdminSession admin;

    ResetResource(AdminSession admin) {
        this.admin = admin;
    }

    /** Removes what is stored of prompts and of links, for a second campaign. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response reset() {
        BulkAction.requireManageUsers(admin);
        BatchRequest request = BatchQuery.of(admin.session());
        ResetJson answer = ResetJson.of(request, CampaignReset.run(admin.session(), admin.realm(), request));
        if (!request.dryRun() && answer.users() > 0) {
            BulkAction.report(admin, answer);
        }
        return Answers.json(answer);
    }
}
