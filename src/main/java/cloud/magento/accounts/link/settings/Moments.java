package cloud.magento.accounts.link.settings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Reads points in time as admins write them. */
final class Moments {

    private static final int LENGTH_OF_DATE = "2020-04-01".length();

    private Moments() {}

    /**
     * Reads an ISO 8601 date, local date-time, or date-time with offset.
     *
     * <p>A date means its first moment in {@code zone}. A local time that the clocks skip moves on by the gap; one
     * that comes twice means the first.
     *
     * @throws java.time.DateTimeException if the text is none of these
     */
    static Instant parse(String text, ZoneId zone) {
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
