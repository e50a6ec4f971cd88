package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("\"Not now\"")
final class SnoozeRulesTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    @ParameterizedTest(name = "{0} days from {1}: {2}")
    @CsvSource({
        "1, 2020-03-20T09:00, 2020-03-21T09:00",
        "7, 2020-03-20T09:00, 2020-03-27T09:00",
        "1, 2020-03-07T09:00, 2020-03-08T09:00",
        "1, 2020-10-31T09:00, 2020-11-01T09:00",
    })
    void isValidForCalendarDaysUntilTheSameTimeOfDay(int days, String now, String until) {
        assertThat(new SnoozeRules(days, 0).until(pacific(now), PACIFIC)).isEqualTo(pacific(until));
    }

    @Test
    void isValidForNoTimeIfDaysIsZero() {
        Instant now = pacific("2020-03-20T09:00");

        assertThat(new SnoozeRules(0, 0).until(now, PACIFIC)).isEqualTo(now);
    }

    @Test
    void endsAfterTheHourThatTheClocksSkip() {
        // 02:30 does not exist on 8 March; 03:30 daylight time is 24 hours after 02:30 standard time.
        assertThat(new SnoozeRules(1, 0).until(pacific("2020-03-07T02:30"), PACIFIC))
                .isEqualTo(Instant.parse("2020-03-08T10:30:00Z"));
    }

    @ParameterizedTest(name = "limit {0}, used {1}: {2} left")
    @CsvSource({"1, 0, 1", "1, 1, 0", "1, 2, 0", "3, 2, 1", "3, 0, 3"})
    void isAvailableUntilTheLimitIsReached(int limit, int used, int left) {
        assertThat(new SnoozeRules(1, limit).left(used)).isEqualTo(OptionalInt.of(left));
    }

    @Test
    void isNotCountedWithoutALimit() {
        assertThat(new SnoozeRules(1, 0).left(5)).isEmpty();
    }

    private static Instant pacific(String local) {
        return LocalDateTime.parse(local).atZone(PACIFIC).toInstant();
    }
}
