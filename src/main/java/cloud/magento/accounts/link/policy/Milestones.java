package cloud.magento.accounts.link.policy;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The days before a deadline on which a user is reminded by mail.
 *
 * @param days calendar days before the deadline, each once, the greatest first; empty: no user is reminded
 */
public record Milestones(List<Integer> days) {

    /** Sorts the days. */
    public Milestones {
        days = days.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    }

    /** Whether no user is reminded. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /**
     * The milestone of a user whose deadline is ahead: the least one that has come. A milestone is valid until the next
     * one comes. So it is made up for if no mail could be sent on its day, and the ones before it are not.
     *
     * @param daysLeft calendar days until the deadline
     * @return empty: none has come
     */
    public OptionalInt at(int daysLeft) {
        return days.stream()
                .mapToInt(Integer::intValue)
                .filter(day -> daysLeft <= day)
                .min();
    }
}
