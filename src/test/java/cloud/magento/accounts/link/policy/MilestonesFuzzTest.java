package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is true for all milestones and on every day. */
@Label("Milestones with any days")
final class MilestonesFuzzTest {

    /** However many days the scheduler misses, a day has at most one mail, and each milestone comes in its order. */
    @Property
    void comeOneByOneAndNeverTwiceInADay(
            @ForAll @Size(max = 10) Set<@IntRange(max = 365) Integer> days,
            @ForAll Set<@IntRange(max = 400) Integer> missed) {
        Milestones milestones = new Milestones(List.copyOf(days));
        List<Integer> sent = new ArrayList<>();
        for (int daysLeft = 400; daysLeft >= 0; daysLeft--) {
            if (!missed.contains(daysLeft)) {
                milestones.at(daysLeft).stream()
                        .filter(day -> !sent.contains(day))
                        .forEach(sent::add);
            }
        }

        assertThat(new HashSet<>(sent)).hasSameSizeAs(sent);
        assertThat(sent).isSortedAccordingTo((one, other) -> other - one);
        assertThat(days).containsAll(sent);
        if (missed.isEmpty()) {
            assertThat(sent).containsExactlyElementsOf(milestones.days());
        }
    }

    /** A mail says "7 days left" at the earliest seven days before, and never more days than its milestone has. */
    @Property
    void neverComeTooEarly(
            @ForAll @Size(max = 10) Set<@IntRange(max = 365) Integer> days, @ForAll @IntRange(max = 400) int daysLeft) {
        assertThat(new Milestones(List.copyOf(days)).at(daysLeft).stream()).allMatch(day -> day >= daysLeft);
    }
}
