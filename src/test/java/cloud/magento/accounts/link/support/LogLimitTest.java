package cloud.magento.accounts.link.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A log line that each login would write")
final class LogLimitTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LogLimit limit = new LogLimit(Duration.ofMinutes(5));

    @Test
    void isWrittenAtOnce() {
        assertThat(limit.takeTurn("cloud", "role gone", NOW)).isTrue();
    }

    @Test
    void isNotWrittenAgainWithinThePeriod() {
        limit.takeTurn("cloud", "role gone", NOW);

        assertThat(limit.takeTurn("cloud", "role gone", NOW.plus(Duration.ofSeconds(299))))
                .isFalse();
    }

    @Test
    void isWrittenAgainAfterThePeriod() {
        limit.takeTurn("cloud", "role gone", NOW);
        limit.takeTurn("cloud", "role gone", NOW.plus(Duration.ofSeconds(299)));

        assertThat(limit.takeTurn("cloud", "role gone", NOW.plus(Duration.ofMinutes(5))))
                .isTrue();
    }

    @Test
    void isWrittenAtOnceIfTheTextChanges() {
        limit.takeTurn("cloud", "role gone", NOW);

        assertThat(limit.takeTurn("cloud", "group gone", NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void isWrittenForEachRealm() {
        limit.takeTurn("cloud", "role gone", NOW);

        assertThat(limit.takeTurn("other", "role gone", NOW)).isTrue();
    }
}
