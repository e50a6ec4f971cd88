package cloud.magento.accounts.link.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One thing that was measured, round by round.
 *
 * @param group what belongs together: a table of the page
 * @param name what was measured
 * @param unit the unit of all values
 * @param users how many users the realm had; 0: that does not matter
 * @param values one for each round
 * @param baseline what it is compared with, one for each round; empty: with nothing
 * @param goal what it should be, or {@link Goal#NONE}
 * @param notes what explains the values, such as the statements that differ
 */
public record Measurement(
        String group,
        String name,
        String unit,
        int users,
        List<Double> values,
        List<Double> baseline,
        Goal goal,
        List<String> notes) {

    public Measurement {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured: " + group + ", " + name);
        }
        // A file leaves out what is empty.
        baseline = baseline == null ? List.of() : baseline;
        if (!baseline.isEmpty() && baseline.size() != values.size()) {
            throw new IllegalArgumentException("Rounds without a baseline: " + group + ", " + name);
        }
        goal = goal == null ? Goal.NONE : goal;
        notes = notes == null ? List.of() : notes;
    }

    /** Without baseline, goal and notes. */
    public static Measurement of(String group, String name, String unit, List<Double> values) {
        return new Measurement(group, name, unit, 0, values, List.of(), Goal.NONE, List.of());
    }

    /** The same in a realm with this many users. */
    public Measurement withUsers(int count) {
        return new Measurement(group, name, unit, count, values, baseline, goal, notes);
    }

    /** The same, compared with these. */
    public Measurement against(List<Double> other) {
        return new Measurement(group, name, unit, users, values, other, goal, notes);
    }

    /** The same with a goal. */
    public Measurement withGoal(Goal wanted) {
        return new Measurement(group, name, unit, users, values, baseline, wanted, notes);
    }

    /** The same with notes. */
    public Measurement withNotes(List<String> texts) {
        return new Measurement(group, name, unit, users, values, baseline, goal, texts);
    }

    boolean isCompared() {
        return !baseline.isEmpty();
    }

    /**
     * The goal counts as met or missed if the median of the rounds and both of their quartiles agree. If they do not,
     * another run could say the opposite.
     */
    Optional<Verdict> verdict() {
        if (goal.equals(Goal.NONE)) {
            return Optional.empty();
        }
        List<Double> rounds = compared(goal);
        List<Boolean> met = Stream.of(0.25, 0.5, 0.75)
                .map(part -> goal.isMetBy(Numbers.quantile(rounds, part)))
                .distinct()
                .toList();
        if (met.size() > 1) {
            return Optional.of(Verdict.TOO_NOISY);
        }
        return Optional.of(met.get(0) ? Verdict.MET : Verdict.MISSED);
    }

    /** What a goal would compare, round by round. */
    List<Double> compared(Goal by) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> by.compared(values.get(i), baseline.isEmpty() ? 0 : baseline.get(i)))
                .toList();
    }
}
