package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminInstantText;
import cloud.magento.accounts.link.change.AdminSession;
import cloud.magento.accounts.link.change.UserChanges;
import cloud.magento.accounts.link.config.InstantParser;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.AdminInstant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;

/** What an admin can change of a single user. {@code docs/openapi.yaml} describes the endpoints. */
public final class UserChangesResource {

    static final String DEADLINE = "deadline";
    static final String UNTIL = "until";

    private final AdminSession admin;
    private final UserModel user;

    private UserChangesResource(AdminSession admin, UserModel user) {
        this.admin = admin;
        this.user = user;
    }

    /**
     * The changes of a user. Follows UsersResource.user.
     *
     * @throws NotFoundException if the realm has no such user
     * @throws ForbiddenException in the same case, if the admin may not search users: ids cannot be guessed
     */
    static UserChangesResource of(AdminSession admin, String userId) {
        UserModel user = admin.session().users().getUserById(admin.realm(), userId);
        if (user == null) {
            if (admin.auth().users().canQuery()) {
                throw new NotFoundException("User not found");
            }
            throw new ForbiddenException();
        }
        return new UserChangesResource(admin, user);
    }

    /** The personal deadline. */
    @GET
    @Path("deadline")
    @Produces(MediaType.APPLICATION_JSON)
    public Response deadline() {
        return stored(AdminInstant.DEADLINE, DEADLINE);
    }

    /** Sets the personal deadline. It can be in the past: then the user must connect at the next login. */
    @PUT
    @Path("deadline")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response setDeadline(InputStream body) {
        requireManage(AdminInstant.DEADLINE);
        return store(AdminInstant.DEADLINE, DEADLINE, instant(body, DEADLINE));
    }

    /** Removes the personal deadline. */
    @DELETE
    @Path("deadline")
    public Response removeDeadline() {
        return remove(AdminInstant.DEADLINE);
    }

    /** Until when the user is exempt. */
    @GET
    @Path("exemption")
    @Produces(MediaType.APPLICATION_JSON)
    public Response exemption() {
        return stored(AdminInstant.EXEMPT_UNTIL, UNTIL);
    }

    /** Exempts the user until an instant. */
    @PUT
    @Path("exemption")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response setExemption(InputStream body) {
        requireManage(AdminInstant.EXEMPT_UNTIL);
        String until = instant(body, UNTIL);
        if (!KeycloakClock.INSTANCE.instant().isBefore(Instant.parse(until))) {
            throw BadRequest.of(UNTIL, "must be later than now.");
        }
        return store(AdminInstant.EXEMPT_UNTIL, UNTIL, until);
    }

    /** Ends the exemption. */
    @DELETE
    @Path("exemption")
    public Response removeExemption() {
        return remove(AdminInstant.EXEMPT_UNTIL);
    }

    /** Disconnects the user from the provider of the settings. */
    @DELETE
    @Path("link")
    public Response removeLink() {
        admin.auth().users().requireManage(user);
        String alias = RealmSettings.idpAlias(admin.realm());
        if (!new UserChanges(admin, user).removeLink(alias)) {
            throw new NotFoundException("The user has no link with the identity provider " + alias);
        }
        return Response.noContent().build();
    }

    private void requireManage(AdminInstant what) {
        admin.auth().users().requireManage(user);
        what.whyIgnored(admin.session(), admin.realm()).ifPresent(reason -> {
            throw ErrorResponse.error(reason, Response.Status.CONFLICT);
        });
    }

    private String instant(InputStream body, String field) {
        String text = JsonBody.onlyText(body, field);
        ZoneId zone = RealmSettings.of(admin.realm()).readable().schedule().zone();
        return AdminInstantText.parse(text.strip(), zone)
                .orElseThrow(() -> BadRequest.of(field, "must be " + InstantParser.FORMATS + "."));
    }

    private Response stored(AdminInstant what, String field) {
        admin.auth().users().requireView(user);
        UserContext context = new UserContext(admin.session(), admin.realm(), user);
        return Answers.json(
                what.textOf(context).map(text -> Map.of(field, text)).orElse(Map.of()));
    }

    private Response store(AdminInstant what, String field, String text) {
        new UserChanges(admin, user).set(what, text);
        return Answers.json(Map.of(field, text));
    }

    private Response remove(AdminInstant what) {
        admin.auth().users().requireManage(user);
        new UserChanges(admin, user).remove(what);
        return Response.noContent().build();
    }
}
