package cloud.magento.accounts.link.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An instant that an admin enters")
final class AdminInstantTextTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    @ParameterizedTest
    @CsvSource({
        "2020-04-01, 2020-04-01T07:00:00Z",
        "2020-04-01T09:00, 2020-04-01T16:00:00Z",
        "2020-04-01T09:00:00+09:00, 2020-04-01T00:00:00Z",
        "2020-04-01T16:00:00.999Z, 2020-04-01T16:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void isStoredInWholeSecondsOfUtc(String text, String stored) {
        assertThat(AdminInstantText.parse(text, PACIFIC)).contains(stored);
    }

    /** A login could not read the last two. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2020-02-30",
                "+12020-04-01",
                "9999-12-31T23:59:59-18:00",
                "0000-01-01T00:00:00+18:00"
            })
    void isNotStoredIfItCannotBeReadLater(String text) {
        assertThat(AdminInstantText.parse(text, PACIFIC)).isEmpty();
    }
}
