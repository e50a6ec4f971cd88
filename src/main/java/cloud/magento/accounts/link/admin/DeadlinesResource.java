package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminSession;
import cloud.magento.accounts.link.change.BulkDeadlines;
import cloud.magento.accounts.link.change.BulkResult;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.user.AdminInstant;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.keycloak.common.Profile;
import org.keycloak.services.ErrorResponse;

/** Sets the personal deadlines of many users from CSV. {@code docs/openapi.yaml} describes the endpoint. */
public final class DeadlinesResource {

    private static final Logger LOG = Logger.getLogger(DeadlinesResource.class);

    static final String DRY_RUN = "dryRun";

    private final AdminSession admin;

    DeadlinesResource(AdminSession admin) {
        this.admin = admin;
    }

    /**
     * Processes the file and answers what became of its lines. The transaction of the request ends before: a file can
     * take longer than a transaction may, and each batch of lines has its own.
     */
    @POST
    @Consumes("text/csv")
    @Produces(MediaType.APPLICATION_JSON)
    public Response set(InputStream file) {
        requireManage();
        boolean dryRun = dryRun();
        requireUtf8();
        ZoneId zone = RealmSettings.of(admin.realm()).readable().schedule().zone();
        BulkDeadlines deadlines = new BulkDeadlines(admin, zone, dryRun);
        admin.session().getTransactionManager().commit();
        try {
            return answer(deadlines.process(file), dryRun);
        } catch (IOException e) {
            LOG.debug("The file was not received to its end", e);
            throw BadRequest.of(
                    "body", "was not received to its end. Send it again: what is stored is unchanged then.");
        }
    }

    private static Response answer(BulkResult result, boolean dryRun) {
        Response.Status status = result.stop()
                .map(stop -> stop.isOutage() ? Response.Status.SERVICE_UNAVAILABLE : Response.Status.BAD_REQUEST)
                .orElse(Response.Status.OK);
        return Answers.of(status, DeadlinesJson.of(result, dryRun), MediaType.APPLICATION_JSON_TYPE);
    }

    /**
     * Fine-grained permissions can allow single users. Then each line is checked, and Keycloak's search role is enough.
     */
    private void requireManage() {
        boolean canBeFineGrained = admin.realm().isAdminPermissionsEnabled()
                || Profile.isFeatureEnabled(Profile.Feature.ADMIN_FINE_GRAINED_AUTHZ);
        if (!admin.auth().users().canManage()
                && !(canBeFineGrained && admin.auth().users().canQuery())) {
            throw new ForbiddenException();
        }
        AdminInstant.DEADLINE.whyIgnored(admin.session(), admin.realm()).ifPresent(reason -> {
            throw ErrorResponse.error(reason, Response.Status.CONFLICT);
        });
    }

    private boolean dryRun() {
        MultivaluedMap<String, String> parameters =
                admin.session().getContext().getUri().getQueryParameters();
        new TreeSet<>(parameters.keySet())
                .stream().filter(name -> !name.equals(DRY_RUN)).findFirst().ifPresent(name -> {
                    throw BadRequest.of(name, "is not a parameter. Use " + DRY_RUN + ".");
                });
        String value = parameters.containsKey(DRY_RUN) ? parameters.getFirst(DRY_RUN) : "false";
        if (!List.of("true", "false").contains(value)) {
            throw BadRequest.of(DRY_RUN, "must be true or false.");
        }
        return value.equals("true");
    }

    private void requireUtf8() {
        MediaType type = admin.session().getContext().getRequestHeaders().getMediaType();
        String charset = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.toUpperCase(Locale.ROOT).equals(StandardCharsets.UTF_8.name())) {
            throw BadRequest.of("Content-Type", "must be text/csv, in UTF-8.");
        }
    }
}
