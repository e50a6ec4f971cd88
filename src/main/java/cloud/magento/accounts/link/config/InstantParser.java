package cloud.magento.accounts.link.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Reads points in time as admins write them. */
final class InstantParser {

    private static final int LENGTH_OF_DATE = "2020-04-01".length();

    private InstantParser() {}

    /**
     * Reads an ISO 8601 date, local date-time, or date-time with offset.
     *
     * <p>A date means its first moment in {@code zone}. A local time that the clocks skip moves on by the gap; one that
     * comes twice means the first. Years have four digits: beyond them is a slip of the pen, and far beyond them no
     * calendar can count the days.
     *
     * @throws DateTimeException if the text is none of these
     */
    static Instant parse(String text, ZoneId zone) {
        if (text.startsWith("+") || text.startsWith("-")) {
            throw new DateTimeException("A year of four digits has no sign");
        }
        if (text.length() == LENGTH_OF_DATE) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        return hasOffset(text)
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static boolean hasOffset(String text) {
        String time = text.substring(Math.min(text.length(), LENGTH_OF_DATE));
        return time.endsWith("Z") || time.indexOf('+') >= 0 || time.indexOf('-') >= 0;
    }
}
