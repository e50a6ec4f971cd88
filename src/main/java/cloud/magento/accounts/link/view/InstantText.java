package cloud.magento.accounts.link.view;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;

/** Formats an instant for users: by the rules of their language, with the name of the zone. */
public final class InstantText {

    private InstantText() {}

    /** The date and time of an instant in this zone and language. */
    public static String of(Instant instant, ZoneId zone, Locale locale) {
        return format(
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT),
                instant.atZone(zone),
                locale);
    }

    /** Whether a day begins with this instant in this zone. A deadline then is the end of the day before. */
    static boolean isStartOfDay(Instant instant, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        return local.equals(local.toLocalDate().atStartOfDay(zone));
    }

    /** The date of the day that ends with this instant, which must be the start of a day. */
    static String dayBefore(Instant instant, ZoneId zone, Locale locale) {
        return format(
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG),
                instant.atZone(zone).minusDays(1),
                locale);
    }

    private static String format(DateTimeFormatter formatter, ZonedDateTime local, Locale locale) {
        String date = formatter
                .withLocale(locale)
                .withDecimalStyle(DecimalStyle.of(locale))
                .format(local);
        return inBrackets(date, local.getZone().getDisplayName(TextStyle.FULL, locale), locale);
    }

    /** Japanese and Chinese use full-width brackets, without a space before them. */
    private static String inBrackets(String date, String zone, Locale locale) {
        return switch (locale.getLanguage()) {
            case "ja", "zh" -> date + '（' + zone + '）';
            default -> date + " (" + zone + ')';
        };
    }
}
