package cloud.magento.accounts.link.it;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for something to become true, and not a moment longer. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private Eventually() {}

    /** Asks until there is an answer; fails, saying what was found instead, when patience is at its end. */
    static <T> T get(Supplier<Optional<T>> question, Supplier<String> foundInstead) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(foundInstead.get());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    /** Returns when the clock, which the server shares, shows another second. */
    static void nextSecond() {
        long now = Instant.now().getEpochSecond();
        get(
                () -> Optional.of(Instant.now().getEpochSecond()).filter(second -> second > now),
                () -> "The clock stands still.");
    }
}
