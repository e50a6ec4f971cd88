package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.BatchRequest;
import cloud.magento.accounts.link.change.CampaignReset;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** The endpoint {@code reset}. */
public final class ResetResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    ResetResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** Forgets an earlier campaign. Requires the role {@code manage-users}, as {@link SignOutResource#signOut}. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response reset() {
        if (!auth.hasOneAdminRole(AdminRoles.MANAGE_USERS)) {
            throw new ForbiddenException();
        }
        BatchRequest request = BatchQuery.of(session);
        ResetJson answer = ResetJson.of(request, CampaignReset.run(session, realm, request));
        if (!request.dryRun() && answer.users() > 0) {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.USER)
                    .resourcePath(session.getContext().getUri())
                    .representation(answer)
                    .success();
        }
        return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
