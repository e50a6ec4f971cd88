package cloud.magento.accounts.link.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A date or time")
final class InstantParserTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2020-04-01, 2020-04-01T07:00:00Z",
        "2020-01-01, 2020-01-01T08:00:00Z",
        // The days on which the clocks change start like any other.
        "2020-03-08, 2020-03-08T08:00:00Z",
        "2020-11-01, 2020-11-01T07:00:00Z",
        "2020-02-29, 2020-02-29T08:00:00Z",
    })
    void withoutATimeIsTheFirstInstantOfTheDayInTheZone(String text, Instant instant) {
        assertThat(InstantParser.parse(text, PACIFIC)).isEqualTo(instant);
    }

    @Test
    void withoutATimeIsTheFirstInstantOfADayThatHasNoMidnight() {
        // Lebanon's clocks go forward at midnight: that day starts at 01:00.
        assertThat(InstantParser.parse("2024-03-31", ZoneId.of("Asia/Beirut")))
                .isEqualTo(Instant.parse("2024-03-30T22:00:00Z"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2020-04-01T09:00, 2020-04-01T16:00:00Z",
        "2020-04-01T09:00:30, 2020-04-01T16:00:30Z",
        "2020-01-15T09:00, 2020-01-15T17:00:00Z",
        "2020-03-08T01:59:59, 2020-03-08T09:59:59Z",
        "2020-03-08T03:00, 2020-03-08T10:00:00Z",
        "2020-11-01T02:00, 2020-11-01T10:00:00Z",
    })
    void withoutAnOffsetIsParsedInTheZone(String text, Instant instant) {
        assertThat(InstantParser.parse(text, PACIFIC)).isEqualTo(instant);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"2020-03-08T02:00, 2020-03-08T10:00:00Z", "2020-03-08T02:30, 2020-03-08T10:30:00Z"})
    void thatTheClocksSkipIsLaterByTheLengthOfTheGap(String text, Instant instant) {
        assertThat(InstantParser.parse(text, PACIFIC)).isEqualTo(instant);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"2020-11-01T01:00, 2020-11-01T08:00:00Z", "2020-11-01T01:59:59, 2020-11-01T08:59:59Z"})
    void thatOccursTwiceIsTheFirstOccurrence(String text, Instant instant) {
        assertThat(InstantParser.parse(text, PACIFIC)).isEqualTo(instant);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2020-04-01T16:00:00Z, 2020-04-01T16:00:00Z",
        "2020-04-01T16:00Z, 2020-04-01T16:00:00Z",
        "2020-04-01T16:00:00.250Z, 2020-04-01T16:00:00.250Z",
    })
    void inUtcIsParsedWithoutTheZone(String text, Instant instant) {
        assertThat(InstantParser.parse(text, PACIFIC)).isEqualTo(instant);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "2020-04-01T09:00-07:00, 2020-04-01T16:00:00Z",
        "2020-04-01T09:00:00+09:00, 2020-04-01T00:00:00Z",
        "2020-11-01T01:30-08:00, 2020-11-01T09:30:00Z",
    })
    void withAnOffsetIsParsedWithoutTheZone(String text, Instant instant) {
        assertThat(InstantParser.parse(text, PACIFIC)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2020",
                "2020-04",
                "2020-4-1",
                "2020-02-30",
                "2019-02-29",
                "2020-13-01",
                "01.04.2020",
                "04/01/2020",
                "2020-04-01 09:00",
                "2020-04-01T",
                "2020-04-01T24:30",
                "2020-04-01T09:00 PST",
                "2020-04-01Z",
                "2020-04-01+09:00",
                "2020-04-01T09:00:00+25:00",
                "2020-04-01T09:00[America/Los_Angeles]",
                "٢٠٢٠-٠٤-٠١",
                "1585724400"
            })
    void inAnyOtherFormatIsRejected(String text) {
        assertThatThrownBy(() -> InstantParser.parse(text, PACIFIC)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00Z",
                "-0001-01-01T00:00Z",
            })
    void withASignedYearIsRejected(String text) {
        assertThatThrownBy(() -> InstantParser.parse(text, PACIFIC)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void inTheLastYearWithFourDigitsIsParsed() {
        assertThat(InstantParser.parse("9999-12-31T23:59:59Z", PACIFIC))
                .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
    }
}
