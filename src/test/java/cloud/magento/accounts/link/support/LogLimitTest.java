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
        assertThat(limit.allows("cloud", "role gone", NOW)).isTrue();
    }

    @Test
    void isNotWrittenAgainWithinThePeriod() {
        limit.allows("cloud", "role gone", NOW);

        assertThat(limit.allows("cloud", "role gone", NOW.plus(Duration.ofSeconds(299))))
                .isFalse();
    }

    @Test
    void isWrittenAgainAfterThePeriod() {
        limit.allows("cloud", "role gone", NOW);
        limit.allows("cloud", "role gone", NOW.plus(Duration.ofSeconds(299)));

        assertThat(limit.allows("cloud", "role gone", NOW.plus(Duration.ofMinutes(5))))
                .isTrue();
    }

    @Test
    void isWrittenAtOnceIfTheTextChanges() {
        limit.allows("cloud", "role gone", NOW);

        assertThat(limit.allows("cloud", "group gone", NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void isWrittenForEachRealm() {
        limit.allows("cloud", "role gone", NOW);

        assertThat(limit.allows("other", "role gone", NOW)).isTrue();
    }
}
