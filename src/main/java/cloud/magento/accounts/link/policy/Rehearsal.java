package cloud.magento.accounts.link.policy;

import java.time.Instant;

/**
 * A window in which users must connect as if their deadline had come.
 *
 * @param start the first instant
 * @param end the first instant after the window
 */
public record Rehearsal(Instant start, Instant end) {

    /** Whether the window contains this instant. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** Whether an instant is in both windows. */
    public boolean overlaps(Rehearsal other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }
}
