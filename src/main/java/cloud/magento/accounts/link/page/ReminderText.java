package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.settings.LinkSettings;
import java.time.ZoneId;
import java.util.Locale;

/** Puts a decision into the words of the reader's language. */
public final class ReminderText {

    private ReminderText() {}

    /** What the page says about time. */
    public static ConnectView.Reminder of(Decision decision, LinkSettings settings, Locale locale) {
        ZoneId zone = settings.schedule().zone();
        if (decision instanceof Enforce enforce) {
            return new ConnectView.Reminder(
                    true, false, MomentText.of(enforce.deadline(), zone, locale), 0, "other", 0, "other", -1, "other");
        }
        if (decision instanceof Remind remind) {
            int snoozeDays = settings.snooze().days();
            int snoozesLeft = remind.snoozesLeft().orElse(-1);
            return new ConnectView.Reminder(
                    false,
                    remind.postponable(),
                    remind.deadline()
                            .map(deadline -> MomentText.of(deadline, zone, locale))
                            .orElse(""),
                    remind.daysLeft(),
                    Plurals.category(remind.daysLeft(), locale),
                    snoozeDays,
                    Plurals.category(snoozeDays, locale),
                    snoozesLeft,
                    Plurals.category(snoozesLeft, locale));
        }
        return ConnectView.Reminder.NONE;
    }
}
