package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.change.AdminSession;
import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Unusable;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.reminder.ReminderResult;
import cloud.magento.accounts.link.reminder.ReminderRun;
import cloud.magento.accounts.link.report.DueReminders;
import cloud.magento.accounts.link.report.Rollout;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.keycloak.services.ErrorResponse;

/** Reminds users by hand, or says who would be reminded. */
public final class RemindersResource {

    static final List<String> NAMES = List.of(BatchQuery.DRY_RUN, BatchQuery.AFTER);

    private final AdminSession admin;

    RemindersResource(AdminSession admin) {
        this.admin = admin;
    }

    /** Sends as many of the reminders that are due as the settings allow in a minute. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response remind() {
        BulkAction.requireManageUsers(admin);
        Parameters parameters =
                new Parameters(admin.session().getContext().getUri().getQueryParameters()).only(NAMES);
        boolean dryRun = parameters.isOn(BatchQuery.DRY_RUN);
        String after = parameters.id(BatchQuery.AFTER);
        Rollout rollout = Rollout.of(admin.session(), admin.realm());
        requireMilestones(rollout);
        if (dryRun) {
            return Answers.json(RemindersJson.ofDryRun(DueReminders.count(rollout)));
        }
        LinkSettings settings = rollout.settings();
        requireThatMailsCanBeSent(settings);
        DueReminders.Count before = DueReminders.count(rollout);
        ReminderResult result = ReminderRun.start(
                        admin.session().getKeycloakSessionFactory(),
                        admin.realm().getId(),
                        settings,
                        after)
                .orElseThrow(() -> ErrorResponse.error(
                        "Reminders are being sent, or the pause after a run is not over, which keeps the rate of the"
                                + " settings. Try again in a minute.",
                        Response.Status.CONFLICT));
        RemindersJson answer = RemindersJson.of(before, result);
        if (result.sent() > 0 || result.unconfirmed() > 0) {
            BulkAction.report(admin, answer);
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
        if (admin.realm().getSmtpConfig().isEmpty()) {
            throw BadRequest.of("smtpServer", "is not set: the realm has no mail server. See Realm settings, Email.");
        }
    }
}
