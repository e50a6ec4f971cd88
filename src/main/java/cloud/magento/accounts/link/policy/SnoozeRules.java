package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.OptionalInt;

/**
 * What "Not now" is worth.
 *
 * @param days calendar days for which one "Not now" holds; 0: for the login it was given in
 * @param limit how many a user has; 0: no limit
 */
public record SnoozeRules(int days, int limit) {

    /** The instant until which a "Not now" given at {@code now} holds. */
    public Instant until(Instant now, ZoneId zone) {
        return now.atZone(zone).plusDays(days).toInstant();
    }

    /** How many are left after {@code used}; empty: there is no limit. */
    OptionalInt left(int used) {
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(0, limit - used));
    }
}
