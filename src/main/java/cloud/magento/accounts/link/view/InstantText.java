package cloud.magento.accounts.link.view;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;

/** Formats an instant for users: date and time by the rules of their language, and the name of the zone. */
public final class InstantText {

    private InstantText() {}

    /** The date and time of an instant in this zone and language. */
    public static String of(Instant instant, ZoneId zone, Locale locale) {
        ZonedDateTime local = instant.atZone(zone);
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withDecimalStyle(DecimalStyle.of(locale))
                        .format(local)
                + " ("
                + zone.getDisplayName(TextStyle.FULL, locale)
                + ")";
    }
}
