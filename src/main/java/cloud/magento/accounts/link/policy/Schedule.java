package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When reminding and enforcing start.
 *
 * @param cutoff from this instant on connecting is enforced; empty: never, but for users with a personal deadline
 * @param remindFrom from this instant on users are asked, and may put it off
 * @param zone the zone in which days are counted and dates are shown
 * @param graceDays calendar days, in {@code zone}, that a user has at least from being asked first; 0 or more. A login
 *     that no page can be shown in has none before the user was asked
 */
public record Schedule(Optional<Instant> cutoff, Optional<Instant> remindFrom, ZoneId zone, int graceDays) {

    /**
     * The instant from which this user must connect.
     *
     * @param now taken as the first time of asking where the user has not been asked yet
     */
    Optional<Instant> deadlineOf(UserFacts user, Instant now) {
        return user.personalDeadline().or(() -> cutoff.map(general -> withGrace(general, user, now)));
    }

    /** Asking starts at {@code remindFrom}, or at the cutoff for those whose own deadline comes later. */
    Optional<Instant> firstReminder() {
        return remindFrom.or(() -> cutoff);
    }

    private Instant withGrace(Instant general, UserFacts user, Instant now) {
        // Whoever never meets a page, as a script does not, would begin the grace anew with each login.
        if (graceDays == 0 || (user.passive() && user.firstAsked().isEmpty())) {
            return general;
        }
        Instant graceEnds =
                user.firstAsked().orElse(now).atZone(zone).plusDays(graceDays).toInstant();
        return graceEnds.isAfter(general) ? graceEnds : general;
    }
}
