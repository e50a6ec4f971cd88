package cloud.magento.accounts.link.support;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Keeps what each login would write to the log to one line for each text and realm in a while, on each node. */
final class LogLimit {

    private final Duration quiet;
    private final ConcurrentMap<String, Line> lastByRealmId = new ConcurrentHashMap<>();

    LogLimit(Duration quiet) {
        this.quiet = quiet;
    }

    /** Whether the line is due; if so, the same line is not due again for a while. */
    boolean allows(String realmId, String text, Instant now) {
        Line line = new Line(text, now);
        return lastByRealmId.merge(realmId, line, (last, next) -> isDue(last, next) ? next : last) == line;
    }

    private boolean isDue(Line last, Line next) {
        return !last.text().equals(next.text()) || !next.at().isBefore(last.at().plus(quiet));
    }

    private record Line(String text, Instant at) {}
}
