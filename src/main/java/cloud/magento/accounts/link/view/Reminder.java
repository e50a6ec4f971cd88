package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Remind;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What the page says about the deadline and about "Not now". Each number comes with its plural category of Unicode
 * CLDR, by which a message is found.
 *
 * @param enforced whether the user must connect now
 * @param postponable whether "Not now" is offered
 * @param deadline date and zone in the user's language, before the deadline; empty: there is no deadline
 * @param endsWithDay whether the deadline is the end of that day; if not, the text contains the time
 * @param lastDay whether the deadline is today, or the end of today
 * @param daysLeft calendar days until the deadline; 0 if there is none
 * @param snoozeDays days for which "Not now" postpones the page
 * @param snoozesLeft how many "Not now" are left; -1: no limit
 * @param rehearsalEnd when the user can sign in again without connecting; empty: the deadline has come before
 */
public record Reminder(
        boolean enforced,
        boolean postponable,
        String deadline,
        boolean endsWithDay,
        boolean lastDay,
        int daysLeft,
        String daysLeftPlural,
        int snoozeDays,
        String snoozeDaysPlural,
        int snoozesLeft,
        String snoozesLeftPlural,
        String rehearsalEnd) {

    private static final int NO_LIMIT = -1;

    static final Reminder NONE = withoutNumbers(false, "");

    /**
     * The reminder of a decision.
     *
     * @param locale the language of the user
     */
    public static Reminder of(Decision decision, LinkSettings settings, Locale locale) {
        if (decision instanceof Enforce enforce) {
            return withoutNumbers(true, rehearsalEnd(enforce, settings, locale));
        }
        return decision instanceof Remind remind ? of(remind, settings, locale) : NONE;
    }

    private static Reminder of(Remind remind, LinkSettings settings, Locale locale) {
        ZoneId zone = settings.schedule().zone();
        boolean endsWithDay = remind.deadline()
                .filter(deadline -> InstantText.isStartOfDay(deadline, zone))
                .isPresent();
        int snoozeDays = settings.snooze().days();
        int snoozesLeft = remind.snoozesLeft().orElse(NO_LIMIT);
        return new Reminder(
                false,
                remind.postponable(),
                remind.deadline()
                        .map(deadline -> endsWithDay
                                ? InstantText.dayBefore(deadline, zone, locale)
                                : InstantText.of(deadline, zone, locale))
                        .orElse(""),
                endsWithDay,
                remind.daysLeft() <= (endsWithDay ? 1 : 0),
                remind.daysLeft(),
                PluralForms.category(remind.daysLeft(), locale),
                snoozeDays,
                PluralForms.category(snoozeDays, locale),
                snoozesLeft,
                PluralForms.category(snoozesLeft, locale),
                "");
    }

    private static String rehearsalEnd(Enforce enforce, LinkSettings settings, Locale locale) {
        return enforce.rehearsalEnd()
                .filter(enforce.deadline()::isAfter)
                .map(end -> InstantText.of(end, settings.schedule().zone(), locale))
                .orElse("");
    }

    private static Reminder withoutNumbers(boolean enforced, String rehearsalEnd) {
        return new Reminder(enforced, false, "", false, false, 0, "other", 0, "other", NO_LIMIT, "other", rehearsalEnd);
    }
}
