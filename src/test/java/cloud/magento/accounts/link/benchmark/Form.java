package cloud.magento.accounts.link.benchmark;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How much is measured, from the smallest to the largest. */
enum Form {
    /** Less than ten minutes, all its benchmarks together: what can be counted. Times need more rounds. */
    SHORT(
            2,
            List.of(10_000),
            EnumSet.of(Section.STATEMENTS, Section.PROCESS, Section.PLANS, Section.REMINDERS, Section.ROLLOUT)),
    /** About half an hour. */
    STANDARD(5, List.of(10_000), EnumSet.allOf(Section.class)),
    FULL(15, List.of(10_000, 100_000, 1_000_000), EnumSet.allOf(Section.class));

    private final int rounds;
    private final List<Integer> users;
    private final Set<Section> sections;

    Form(int rounds, List<Integer> users, Set<Section> sections) {
        this.rounds = rounds;
        this.users = users;
        this.sections = sections;
    }

    static Form of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isShort() {
        return this == SHORT;
    }

    boolean isFull() {
        return this == FULL;
    }

    boolean isAtLeast(Form other) {
        return compareTo(other) >= 0;
    }

    /** Whether it measures the section unasked. Any other one can be named. */
    boolean measures(Section section) {
        return sections.contains(section);
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
