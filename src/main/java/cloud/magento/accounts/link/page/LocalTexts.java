package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.view.InstantText;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;

/** Numbers and dates as the reader writes them. */
record LocalTexts(Locale locale, ZoneId zone) {

    String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** A number with at most one decimal. */
    String rate(double number) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(1);
        return format.format(number);
    }

    /** A part as a percentage. It is rounded down, so that 100 % means all. */
    String share(long part, long whole) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setMaximumFractionDigits(1);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(whole == 0 ? 0 : (double) part / whole);
    }

    String date(LocalDate date) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withDecimalStyle(DecimalStyle.of(locale))
                .format(date);
    }

    /** The date and time with the name of the zone. */
    String instant(Instant instant) {
        return InstantText.of(instant, zone, locale);
    }

    /** The date and time without the zone, for tables; an empty string if there is none. */
    String shortInstant(Optional<Instant> instant) {
        return instant.map(value -> DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withDecimalStyle(DecimalStyle.of(locale))
                        .format(value.atZone(zone)))
                .orElse("");
    }

    LocalDate dateOf(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }
}
