package cloud.magento.accounts.link.benchmark;

import java.util.List;
import java.util.Locale;

/** How much is measured. */
enum Form {
    /** About half an hour, all benchmarks together. */
    SHORT(5, List.of(10_000)),
    FULL(15, List.of(10_000, 100_000, 1_000_000));

    private final int rounds;
    private final List<Integer> users;

    Form(int rounds, List<Integer> users) {
        this.rounds = rounds;
        this.users = users;
    }

    static Form of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isFull() {
        return this == FULL;
    }

    /** How often times are measured. */
    int rounds() {
        return Integer.getInteger("benchmark.rounds", rounds);
    }

    /** The sizes of the realm. */
    List<Integer> users() {
        return Integer.getInteger("benchmark.users") == null ? users : List.of(Integer.getInteger("benchmark.users"));
    }
}
