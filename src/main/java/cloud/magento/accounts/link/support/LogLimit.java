package cloud.magento.accounts.link.support;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Limits a line that each login, or each run of a task, would write to the log: once in a period for each realm, on
 * each node.
 */
public final class LogLimit {

    private final Duration period;
    private final ConcurrentMap<String, Line> lastByRealmId = new ConcurrentHashMap<>();

    /** Allows each line once in this period. */
    public LogLimit(Duration period) {
        this.period = period;
    }

    /** Whether the line must be written. If so, the same line is not written again before the period has passed. */
    public boolean takeTurn(String realmId, String text, Instant now) {
        Line line = new Line(text, now);
        return lastByRealmId.merge(realmId, line, (last, next) -> isDue(last, next) ? next : last) == line;
    }

    private boolean isDue(Line last, Line next) {
        return !last.text().equals(next.text()) || !next.at().isBefore(last.at().plus(period));
    }

    private record Line(String text, Instant at) {}
}
