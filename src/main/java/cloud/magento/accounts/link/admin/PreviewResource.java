package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.report.ProgressReport;
import cloud.magento.accounts.link.report.Rollout;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Counts users as other settings would decide about them, or at another instant. It reads and never writes. */
public final class PreviewResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;

    PreviewResource(KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
    }

    /** The progress with the settings in effect now, and with those of the request at its instant. */
    record PreviewJson(ProgressJson now, ProgressJson then) {}

    /**
     * Counts twice.
     *
     * @param body what {@link PreviewRequest} reads
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response preview(InputStream body) {
        MagentoLinkAdminResource.requireAllUsers(auth);
        Rollout now = Rollout.of(session, realm);
        Rollout then = PreviewRequest.read(body).applyTo(now);
        return Answers.json(new PreviewJson(
                ProgressJson.of(ProgressReport.count(now)), ProgressJson.of(ProgressReport.count(then))));
    }
}
