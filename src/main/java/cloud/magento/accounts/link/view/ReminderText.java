package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Remind;
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
                    true, false, InstantText.of(enforce.deadline(), zone, locale), 0, "other", 0, "other", -1, "other");
        }
        if (decision instanceof Remind remind) {
            int snoozeDays = settings.snooze().days();
            int snoozesLeft = remind.snoozesLeft().orElse(-1);
            return new ConnectView.Reminder(
                    false,
                    remind.postponable(),
                    remind.deadline()
                            .map(deadline -> InstantText.of(deadline, zone, locale))
                            .orElse(""),
                    remind.daysLeft(),
                    PluralForms.category(remind.daysLeft(), locale),
                    snoozeDays,
                    PluralForms.category(snoozeDays, locale),
                    snoozesLeft,
                    PluralForms.category(snoozesLeft, locale));
        }
        return ConnectView.Reminder.NONE;
    }
}
