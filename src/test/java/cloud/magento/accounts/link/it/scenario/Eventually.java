package cloud.magento.accounts.link.it.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Polls until a condition is true. */
public final class Eventually {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Eventually() {}

    /** Polls until there is a value; fails with the description after a timeout. */
    public static <T> T get(Supplier<Optional<T>> question, Supplier<String> foundInstead) {
        return get(TIMEOUT, question, foundInstead);
    }

    /** The same with another timeout, for what a server does only some time after its start. */
    public static <T> T get(Duration timeout, Supplier<Optional<T>> question, Supplier<String> foundInstead) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(foundInstead.get());
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /** Returns when the clock, which the server shares, reaches the next second. */
    public static void nextSecond() {
        long now = Instant.now().getEpochSecond();
        get(
                () -> Optional.of(Instant.now().getEpochSecond()).filter(second -> second > now),
                () -> "The clock does not advance.");
    }
}
