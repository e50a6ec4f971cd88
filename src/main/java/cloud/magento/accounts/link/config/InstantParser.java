package cloud.magento.accounts.link.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Parses dates and times in the formats that the settings accept. */
public final class InstantParser {

    /** The formats, as the rest of a sentence. */
    public static final String FORMATS =
            "a date (2020-04-01), a local date and time (2020-04-01T09:00) or an instant (2020-04-01T16:00:00Z)";

    private static final int DATE_LENGTH = "2020-04-01".length();

    private InstantParser() {}

    /**
     * Parses an ISO 8601 date, a local date and time, or a date and time with an offset.
     *
     * <p>A date means its first instant in {@code zone}. If a change of the clocks skips a local time, the result is
     * later by the length of the gap. If a local time occurs twice, the result is the first occurrence. Years have four
     * digits: a longer year is a typing error, and the number of days until a very late year is out of range.
     *
     * @param zone the time zone of a text without an offset
     * @throws DateTimeException if the text has none of these formats
     */
    public static Instant parse(String text, ZoneId zone) {
        if (text.startsWith("+") || text.startsWith("-")) {
            throw new DateTimeException("A year of four digits has no sign");
        }
        if (text.length() == DATE_LENGTH) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        return hasOffset(text)
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static boolean hasOffset(String text) {
        String time = text.substring(Math.min(text.length(), DATE_LENGTH));
        return time.endsWith("Z") || time.indexOf('+') >= 0 || time.indexOf('-') >= 0;
    }
}
