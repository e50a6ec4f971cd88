package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When users are prompted to connect, and when they must.
 *
 * @param cutoff the instant from which users must connect; empty: only users with a personal deadline must
 * @param remindFrom the instant from which users are prompted and can postpone; empty: the cutoff
 * @param zone the time zone in which days are counted and dates are shown
 * @param graceDays the least number of calendar days, in {@code zone}, between the first prompt of a user and the
 *     user's deadline; 0 or more. A login that cannot show a page has no grace period before the first prompt
 */
public record Schedule(Optional<Instant> cutoff, Optional<Instant> remindFrom, ZoneId zone, int graceDays) {

    /**
     * The instant from which this user must connect; empty: there is none.
     *
     * @param now counts as the first prompt of a user who has not been prompted yet
     */
    public Optional<Instant> deadlineOf(UserFacts user, Instant now) {
        if (user.personalDeadline().isPresent()) {
            return user.personalDeadline();
        }
        return graceDays == 0 ? cutoff : cutoff.map(general -> withGrace(general, user, now));
    }

    /** Whether the deadline of this user does not depend on a first prompt that is still to come. */
    boolean isSettled(UserFacts user) {
        return graceDays == 0
                || user.personalDeadline().isPresent()
                || user.firstAsked().isPresent();
    }

    /** Whether a deadline is the cutoff itself. */
    boolean isCutoff(Instant deadline) {
        return cutoff.filter(deadline::equals).isPresent();
    }

    private Instant withGrace(Instant general, UserFacts user, Instant now) {
        // A login that cannot show a page records no first prompt. Its grace period would start again at each login.
        if (user.passive() && user.firstAsked().isEmpty()) {
            return general;
        }
        Instant graceEnd =
                user.firstAsked().orElse(now).atZone(zone).plusDays(graceDays).toInstant();
        return graceEnd.isAfter(general) ? graceEnd : general;
    }

    /** The instant from which users are prompted: the cutoff, if reminders have no start. The deadline can be later. */
    public Optional<Instant> firstReminder() {
        return remindFrom.isPresent() ? remindFrom : cutoff;
    }
}
