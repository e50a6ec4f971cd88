package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalInt;

/**
 * How long and how often a user can postpone with "Not now".
 *
 * @param days calendar days for which "Not now" is valid; 0: only for the login in which the user chooses it
 * @param limit how often a user can choose "Not now"; 0: there is no limit
 */
public record SnoozeRules(int days, int limit) {

    /**
     * The end of a "Not now" that a user chooses at {@code now}.
     *
     * @param zone the time zone in which days are counted
     */
    public Instant until(Instant now, ZoneId zone) {
        return now.atZone(zone).plusDays(days).toInstant();
    }

    /** How often a user who has chosen "Not now" {@code used} times can choose it again; empty: there is no limit. */
    OptionalInt left(int used) {
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(0, limit - used));
    }
}
