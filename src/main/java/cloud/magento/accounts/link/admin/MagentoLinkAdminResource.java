package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminSession;
import cloud.magento.accounts.link.check.SetupCheck;
import cloud.magento.accounts.link.policy.Wave;
import cloud.magento.accounts.link.report.ProgressReport;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import cloud.magento.accounts.link.report.UserReport;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The endpoints that read, and where those are that write. {@code docs/openapi.yaml} describes them.
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
        return new RemindersResource(adminSession());
    }

    /** Starts a second campaign anew. */
    @Path("reset")
    public ResetResource reset() {
        return new ResetResource(adminSession());
    }

    /** Signs out the users who are overdue. */
    @Path("sign-out")
    public SignOutResource signOut() {
        return new SignOutResource(adminSession());
    }

    /** How many users are in which state. */
    @GET
    @Path("progress")
    @Produces(MediaType.APPLICATION_JSON)
    public Response progress() {
        requireAllUsers(auth);
        return Answers.json(ProgressJson.of(ProgressReport.count(Rollout.of(session, realm))));
    }

    /** A page of users as JSON, or all users as a table. */
    @GET
    @Path("users")
    @Produces({MediaType.APPLICATION_JSON, CSV})
    public Response users() {
        requireAllUsers(auth);
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
        Rollout rollout = Rollout.of(session, realm);
        UserFilter filter = UserQuery.page(session.getContext().getUri().getQueryParameters(), waves(rollout));
        return Answers.json(
                UserReport.list(rollout, filter).stream().map(UserJson::of).toList());
    }

    private Response usersAsCsv() {
        Rollout rollout = Rollout.of(session, realm);
        UserFilter filter = UserQuery.all(session.getContext().getUri().getQueryParameters(), waves(rollout));
        // Keycloak keeps the transaction of the request open until the answer is written, however slow the reader is.
        session.getTransactionManager().commit();
        return Answers.of(
                Response.Status.OK, new UserCsv(session.getKeycloakSessionFactory(), rollout, filter), CSV_TYPE);
    }

    private static List<Wave> waves(Rollout rollout) {
        return rollout.settings().stages().waves();
    }

    /** What an admin can change of a user. The parameter has the name that it has in UsersResource, for UnlinkCheck. */
    @Path("users/{user-id}")
    public UserChangesResource user(@PathParam("user-id") String userId) {
        return UserChangesResource.of(adminSession(), userId);
    }

    /** What an admin can change of many users. */
    @Path("deadlines")
    public DeadlinesResource deadlines() {
        return new DeadlinesResource(adminSession());
    }

    private AdminSession adminSession() {
        return new AdminSession(session, realm, auth, adminEvent);
    }

    /** What other settings, or another day, would bring. */
    @Path("preview")
    public PreviewResource preview() {
        return new PreviewResource(session, realm, auth);
    }

    /** What is wrong with the set-up. */
    @GET
    @Path("check")
    @Produces(MediaType.APPLICATION_JSON)
    public Response check() {
        auth.realm().requireViewRealm();
        return Answers.json(SetupCheck.findings(Rollout.of(session, realm)));
    }

    /**
     * Requires the role {@code view-users} or {@code manage-users}. Fine-grained permissions are not enough: they can
     * except single users, and a count or a list would tell something of these.
     */
    static void requireAllUsers(AdminPermissionEvaluator auth) {
        if (!auth.hasOneAdminRole(AdminRoles.VIEW_USERS, AdminRoles.MANAGE_USERS)) {
            throw new ForbiddenException();
        }
    }
}
