package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DecimalStyle;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An instant formatted for users")
final class InstantTextTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final Instant CUTOFF = Instant.parse("2020-04-01T07:00:00Z");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"en, 'April 1, 2020'", "ja, 2020年4月1日", "de, 1. April 2020", "ar, 1 أبريل 2020"})
    void hasTheDateByTheRulesOfTheLanguage(String language, String date) {
        assertThat(plain(text(CUTOFF, PACIFIC, language))).startsWith(date);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"en, 12:00 AM", "ja, 0:00", "de, 00:00", "ar, 12:00 ص"})
    void hasTheTimeByTheRulesOfTheLanguage(String language, String time) {
        assertThat(plain(text(CUTOFF, PACIFIC, language))).containsPattern(" " + Pattern.quote(time) + " ?[(（]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"en, Pacific Time", "ja, アメリカ太平洋時間", "de, Nordamerikanische Westküstenzeit", "ar, توقيت المحيط الهادي"})
    void namesTheZoneInTheLanguage(String language, String zone) {
        assertThat(text(CUTOFF, PACIFIC, language)).matches(".*( \\(" + zone + "\\)|（" + zone + "）)");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ja, '2020年3月31日（アメリカ太平洋時間）'", "en, 'March 31, 2020 (Pacific Time)'"})
    void isTheDayThatEndsAtMidnight(String language, String text) {
        assertThat(InstantText.dayBefore(CUTOFF, PACIFIC, Locale.forLanguageTag(language)))
                .isEqualTo(text);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "2020-04-01T07:00:00Z, America/Los_Angeles, true",
        "2020-04-01T07:00:00.001Z, America/Los_Angeles, false",
        "2020-04-01T07:00:00Z, Asia/Tokyo, false",
        // The clock moves from midnight to one o'clock, so the day begins then.
        "2021-03-28T22:00:00Z, Asia/Beirut, false",
        "2021-03-27T22:00:00Z, Asia/Beirut, true"
    })
    void isTheStartOfADay(Instant instant, ZoneId zone, boolean startOfDay) {
        assertThat(InstantText.isStartOfDay(instant, zone)).isEqualTo(startOfDay);
    }

    @Test
    void isThatOfTheZone() {
        assertThat(text(CUTOFF, ZoneId.of("Asia/Tokyo"), "de")).startsWith("1. April 2020, 16:00");
    }

    @Test
    void isTheDayBeforeFurtherWest() {
        assertThat(text(CUTOFF, ZoneId.of("Pacific/Honolulu"), "en")).startsWith("March 31, 2020");
    }

    @Test
    void hasTheDigitsOfTheLanguage() {
        char zero = DecimalStyle.of(Locale.forLanguageTag("ar")).getZeroDigit();

        assertThat(text(CUTOFF, PACIFIC, "ar"))
                .contains("2020".replace('2', (char) (zero + 2)).replace('0', zero));
    }

    /** Versions of Java differ in the kinds of spaces and, for Arabic, of digits. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.replaceAll("\\p{Zs}", " ")
                .codePoints()
                .forEach(c -> plain.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return plain.toString();
    }

    private static String text(Instant moment, ZoneId zone, String language) {
        return InstantText.of(moment, zone, Locale.forLanguageTag(language));
    }
}
