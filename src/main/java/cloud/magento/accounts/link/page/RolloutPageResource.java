package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.admin.UserCsv;
import cloud.magento.accounts.link.admin.UserQuery;
import cloud.magento.accounts.link.check.SetupCheck;
import cloud.magento.accounts.link.page.PageVisitor.Admin;
import cloud.magento.accounts.link.page.PageVisitor.Refused;
import cloud.magento.accounts.link.report.ProgressReport;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ErrorRepresentation;
import org.keycloak.services.ErrorPage;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.services.messages.Messages;

/**
 * The page and its files. The session of the browser is the only credential, so nothing here changes anything.
 *
 * <p>Keycloak's build finds this class by the empty file {@code META-INF/beans.xml}.
 */
public final class RolloutPageResource {

    static final String CSV_FILE = "users.csv";

    private static final String TEMPLATE = "connect-magento-rollout.ftl";
    private static final MediaType CSV_TYPE = new MediaType("text", "csv", "UTF-8");

    private final KeycloakSession session;

    RolloutPageResource(KeycloakSession session) {
        this.session = session;
    }

    /** The page. */
    @GET
    public Response page() {
        return source() == RequestSource.FOREIGN ? forbidden() : answer(this::page);
    }

    /** The list of users as a file. A link on another site cannot start the download. */
    @GET
    @Path(CSV_FILE)
    public Response csv() {
        return source() == RequestSource.OWN ? answer(this::csv) : forbidden();
    }

    private RequestSource source() {
        return RequestSource.of(session.getContext().getRequestHeaders());
    }

    private Response forbidden() {
        return PageAnswer.secured(
                Response.status(Response.Status.FORBIDDEN)
                        .entity("Open this address from the page itself.")
                        .type(MediaType.TEXT_PLAIN_TYPE)
                        .build(),
                session);
    }

    private Response answer(Function<Admin, Response> content) {
        PageAddress.of(session)
                .language()
                .ifPresent(tag -> session.setAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE, tag));
        PageVisitor visitor = PageVisitor.of(session);
        if (!(visitor instanceof Admin admin)) {
            return refuse((Refused) visitor);
        }
        try {
            return content.apply(admin);
        } catch (ErrorResponseException e) {
            return error(Response.Status.BAD_REQUEST, Messages.INVALID_PARAMETER, fieldOf(e));
        }
    }

    private Response refuse(Refused refused) {
        if (refused.status() == Response.Status.UNAUTHORIZED) {
            // Keycloak's error page links to the client of the request. In the admin console the visitor can sign in.
            Optional.ofNullable(session.getContext().getRealm().getClientByClientId(Constants.ADMIN_CONSOLE_CLIENT_ID))
                    .ifPresent(session.getContext()::setClient);
        }
        return error(refused.status(), refused.messageKey(), "");
    }

    private Response error(Response.Status status, String messageKey, String parameter) {
        return PageAnswer.uncached(ErrorPage.error(session, null, status, messageKey, parameter));
    }

    private static String fieldOf(ErrorResponseException e) {
        return e.getResponse().getEntity() instanceof ErrorRepresentation error ? error.getField() : "";
    }

    private Response page(Admin admin) {
        PageAddress address = PageAddress.of(session);
        Locale locale = session.getContext().resolveLocale(admin.user());
        LoginFormsProvider form = session.getProvider(LoginFormsProvider.class).setUser(admin.user());
        model(admin, address, locale).forEach(form::setAttribute);
        return PageAnswer.secured(form.createForm(TEMPLATE), session);
    }

    /** What the template reads. Parts that the admin may not see are missing. */
    private Map<String, Object> model(Admin admin, PageAddress address, Locale locale) {
        String console = PageAddress.console(session, admin.realm());
        return inRealm(admin, rollout -> {
            LocalTexts texts =
                    new LocalTexts(locale, rollout.settings().schedule().zone());
            Map<String, Object> model = new HashMap<>();
            model.put("rollout", RolloutView.of(rollout, address, texts));
            if (admin.rights().canViewUsers()) {
                model.put("users", UsersView.of(rollout, address, texts, console));
                model.put("progress", ProgressView.of(ProgressReport.count(rollout), address, texts));
            }
            if (admin.rights().canViewRealm()) {
                model.put("findings", SetupCheck.findings(rollout));
            }
            return model;
        });
    }

    private Response csv(Admin admin) {
        if (!admin.rights().canViewUsers()) {
            return error(Response.Status.FORBIDDEN, Messages.NO_ACCESS, "");
        }
        PageAddress address = PageAddress.of(session);
        return inRealm(admin, rollout -> {
            UserFilter filter = UserQuery.all(
                    address.only(List.of(UsersView.STATE, UsersView.SEARCH, UsersView.WAVE)),
                    rollout.settings().stages().waves());
            // Keycloak keeps the transaction of the request open until the answer is written, however slow the reader
            // is.
            session.getTransactionManager().commit();
            return PageAnswer.secured(
                    Response.ok(new UserCsv(session.getKeycloakSessionFactory(), rollout, filter), CSV_TYPE)
                            .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + CSV_FILE + "\"")
                            .build(),
                    session);
        });
    }

    /** Reads something of the shown realm. Some of Keycloak's providers read the realm of the context. */
    private <T> T inRealm(Admin admin, Function<Rollout, T> reading) {
        RealmModel own = session.getContext().getRealm();
        session.getContext().setRealm(admin.realm());
        try {
            return reading.apply(Rollout.of(session, admin.realm()));
        } finally {
            session.getContext().setRealm(own);
        }
    }
}
