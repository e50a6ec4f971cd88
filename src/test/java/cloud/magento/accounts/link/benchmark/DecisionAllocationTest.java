package cloud.magento.accounts.link.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.policy.LinkPolicy;
import cloud.magento.accounts.link.policy.UserFacts;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bytes and not time, because they do not depend on what else the machine does. The benchmark measures both. */
@DisplayName("The decision about a user who is left alone")
final class DecisionAllocationTest {

    private static final int REPETITIONS = 20_000;

    /** The decision itself has 16. The rest is for what the interpreter allocates before the compiler removes it. */
    private static final long MOST_BYTES = 128;

    private final LinkPolicy policy = SettingsParser.parse(Map.of("cutoff", "2030-04-01", "remindFrom", "2030-03-01"))
            .readable()
            .policy();

    @Test
    void allocatesLittleMoreThanItself() {
        Instant after = Instant.parse("2030-05-01T00:00:00Z");

        assertThat(bytesOf(() -> policy.decide(UserFacts.connected(), after))).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static long bytesOf(Runnable decision) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < REPETITIONS; i++) {
            decision.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < REPETITIONS; i++) {
            decision.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / REPETITIONS;
    }
}
