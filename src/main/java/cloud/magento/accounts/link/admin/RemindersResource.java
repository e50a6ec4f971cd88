package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.reminder.ReminderResult;
import cloud.magento.accounts.link.reminder.ReminderRun;
import cloud.magento.accounts.link.report.DueReminders;
import cloud.magento.accounts.link.report.Rollout;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Reminds users by hand, or says who would be reminded. */
public final class RemindersResource {

    static final String DRY_RUN = "dryRun";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    RemindersResource(
            KeycloakSession session, RealmModel realm, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** Sends as many of the reminders that are due as the settings allow in a minute. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response remind() {
        // As for lists: fine-grained permissions can except single users.
        if (!auth.hasOneAdminRole(AdminRoles.MANAGE_USERS)) {
            throw new ForbiddenException();
        }
        boolean dryRun = new Parameters(session.getContext().getUri().getQueryParameters())
                .only(List.of(DRY_RUN))
                .isOn(DRY_RUN);
        Rollout rollout = Rollout.of(session, realm);
        requireMilestones(rollout);
        if (dryRun) {
            return Answers.json(RemindersJson.ofDryRun(DueReminders.count(rollout)));
        }
        LinkSettings settings = rollout.settings();
        requireThatMailsCanBeSent(settings);
        DueReminders.Count before = DueReminders.count(rollout);
        ReminderResult result = ReminderRun.start(session.getKeycloakSessionFactory(), realm.getId(), settings, "")
                .orElseThrow(() -> ErrorResponse.error(
                        "Reminders are being sent, or as many were sent as the settings allow in a minute. Try again"
                                + " in a minute.",
                        Response.Status.CONFLICT));
        RemindersJson answer = RemindersJson.of(before, result);
        if (result.sent() > 0) {
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.USER)
                    .resourcePath(session.getContext().getUri())
                    .representation(answer)
                    .success();
        }
        return Answers.json(answer);
    }

    private static void requireMilestones(Rollout rollout) {
        if (rollout.parsed() instanceof Unusable unusable) {
            throw BadRequest.of(
                    unusable.problems().get(0).key(),
                    "cannot be used, so no reminder is sent. The endpoint check says what is accepted.");
        }
        if (rollout.settings().reminders().milestones().isEmpty()) {
            throw BadRequest.of(
                    SettingKey.REMINDER_DAYS, "is not set, so no reminder is sent. Set days such as 30,7,1.");
        }
    }

    private void requireThatMailsCanBeSent(LinkSettings settings) {
        if (settings.mode() != Mode.ON) {
            throw BadRequest.of(
                    SettingKey.MODE,
                    "is " + settings.mode().name().toLowerCase(Locale.ROOT)
                            + ". Reminders are sent in mode on only. With dryRun=true they are counted in each mode.");
        }
        if (realm.getSmtpConfig().isEmpty()) {
            throw BadRequest.of("smtpServer", "is not set: the realm has no mail server. See Realm settings, Email.");
        }
    }
}
