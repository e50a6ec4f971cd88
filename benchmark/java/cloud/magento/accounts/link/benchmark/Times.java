package cloud.magento.accounts.link.benchmark;

import java.util.ArrayList;
import java.util.List;

/** What the users of one round needed. Gatling's users add to it from several threads. */
final class Times {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String round;
    private final List<Double> browser = new ArrayList<>();
    private final List<Double> exchange = new ArrayList<>();
    private int begun;
    private long first;
    private long last;

    Times(String round) {
        this.round = round;
    }

    /** The name of the round, which no other round of the load has. */
    String round() {
        return round;
    }

    /** A login begins. */
    synchronized long begin() {
        long now = System.nanoTime();
        if (begun == 0) {
            first = now;
        }
        begun++;
        return now;
    }

    /** The app has the code, and redeems it now. */
    synchronized long code(long begin) {
        long now = System.nanoTime();
        browser.add((now - begin) / NANOS_PER_MILLI);
        last = now;
        return now;
    }

    /** The app has the tokens. */
    synchronized void tokens(long code) {
        long now = System.nanoTime();
        exchange.add((now - code) / NANOS_PER_MILLI);
        last = now;
    }

    /** In milliseconds: from the request of the app until it has the code. */
    synchronized List<Double> browser() {
        assertNoneFailed();
        return List.copyOf(browser);
    }

    /** In milliseconds: from the code to the tokens. */
    synchronized List<Double> exchange() {
        assertNoneFailed();
        return List.copyOf(exchange);
    }

    synchronized double perSecond() {
        return browser().size() * NANOS_PER_SECOND / (last - first);
    }

    /** Fails unless each login that began has its code and, if codes are redeemed, its tokens. */
    synchronized void assertNoneFailed() {
        int done = exchange.isEmpty() ? browser.size() : exchange.size();
        if (begun == 0 || done < begun) {
            throw new IllegalStateException(
                    round + ": " + done + " of " + begun + " logins succeeded. What failed is logged above.");
        }
    }
}
