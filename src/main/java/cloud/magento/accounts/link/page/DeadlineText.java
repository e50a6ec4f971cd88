package cloud.magento.accounts.link.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;

/** Writes a deadline for people: the date and time by the rules of their language, and the zone by name. */
final class DeadlineText {

    private DeadlineText() {}

    static String of(Instant deadline, ZoneId zone, Locale locale) {
        ZonedDateTime local = deadline.atZone(zone);
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(local)
                + " ("
                + zone.getDisplayName(TextStyle.FULL, locale)
                + ")";
    }
}
