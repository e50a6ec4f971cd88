package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.check.SetupCheck;
import cloud.magento.accounts.link.report.ProgressReport;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserReport;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The endpoints. Those of this class read and never write. {@code docs/openapi.yaml} describes them.
 *
 * <p>Keycloak's build finds this class by the empty file {@code META-INF/beans.xml}, as its guide for REST extensions
 * says.
 */
public final class MagentoLinkAdminResource {

    private static final String CSV = "text/csv";
    private static final MediaType CSV_TYPE = new MediaType("text", "csv", "UTF-8");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    MagentoLinkAdminResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** Mails that remind users of their deadline. */
    @Path("reminders")
    public RemindersResource reminders() {
        return new RemindersResource(session, realm, auth, adminEvent);
    }

    /** How many users are in which state. */
    @GET
    @Path("progress")
    @Produces(MediaType.APPLICATION_JSON)
    public Response progress() {
        requireAllUsers();
        return answer(
                ProgressJson.of(ProgressReport.count(Rollout.of(session, realm))), MediaType.APPLICATION_JSON_TYPE);
    }

    /** A page of users as JSON, or all users as a table. */
    @GET
    @Path("users")
    @Produces({MediaType.APPLICATION_JSON, CSV})
    public Response users() {
        requireAllUsers();
        return isCsvWanted() ? usersAsCsv() : usersAsJson();
    }

    /**
     * The first type that the client accepts decides, in its order of preference. Two methods, one for each type, are
     * not chosen in the same way by all versions of Keycloak if the client accepts anything.
     */
    private boolean isCsvWanted() {
        return session.getContext().getRequestHeaders().getAcceptableMediaTypes().stream()
                .filter(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE) || type.isCompatible(CSV_TYPE))
                .findFirst()
                .filter(type -> !type.isCompatible(MediaType.APPLICATION_JSON_TYPE))
                .isPresent();
    }

    private Response usersAsJson() {
        UserFilter filter = UserQuery.page(session.getContext().getUri().getQueryParameters());
        return answer(
                UserReport.list(Rollout.of(session, realm), filter).stream()
                        .map(UserJson::of)
                        .toList(),
                MediaType.APPLICATION_JSON_TYPE);
    }

    private Response usersAsCsv() {
        UserFilter filter = UserQuery.all(session.getContext().getUri().getQueryParameters());
        return answer(new UserCsv(session.getKeycloakSessionFactory(), Rollout.of(session, realm), filter), CSV_TYPE);
    }

    /** What is wrong with the set-up. */
    @GET
    @Path("check")
    @Produces(MediaType.APPLICATION_JSON)
    public Response check() {
        auth.realm().requireViewRealm();
        return answer(SetupCheck.findings(Rollout.of(session, realm)), MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Requires the role {@code view-users} or {@code manage-users}. Fine-grained permissions are not enough: they can
     * except single users, and a count or a list would tell something of these.
     */
    private void requireAllUsers() {
        if (!auth.hasOneAdminRole(AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS)) {
            throw new ForbiddenException();
        }
    }

    private static Response answer(Object body, MediaType type) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return Response.ok(body, type).cacheControl(never).build();
    }
}
