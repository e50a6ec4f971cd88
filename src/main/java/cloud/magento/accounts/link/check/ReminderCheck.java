package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.mail.ConfiguredAddress;
import cloud.magento.accounts.link.report.Rollout;
import java.util.ArrayList;
import java.util.List;

/** Checks what the reminders need, if the settings have milestones. */
final class ReminderCheck {

    private ReminderCheck() {}

    static List<Finding> findings(Rollout rollout) {
        List<Finding> findings = new ArrayList<>();
        if (rollout.settings().reminders().milestones().isEmpty()) {
            return findings;
        }
        if (rollout.realm().getSmtpConfig().isEmpty()) {
            findings.add(Finding.error(
                    Finding.Code.REMINDERS_WITHOUT_SMTP,
                    "The setting reminderDays is set, but the realm has no mail server. No user is reminded.",
                    "Realm settings → Email."));
        }
        if (ConfiguredAddress.ofAccountSettings(rollout.session()).isEmpty()) {
            findings.add(Finding.warning(
                    Finding.Code.REMINDERS_WITHOUT_ADDRESS,
                    "Outside of a request, the server does not know the address that users have for it. The reminders"
                            + " have no button to the account settings.",
                    "Start the server with a full URL as hostname, such as --hostname=https://keycloak.example.com, or"
                            + " set Realm settings → General → Frontend URL."));
        }
        return findings;
    }
}
