package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.Reports;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The time of {@code progress} for many users, against the same counts in SQL by hand. {@code -Drollout.users=1000000}
 * chooses how many.
 */
@Tag("writes")
@EnabledIfSystemProperty(named = GeneratedRollout.DATABASE, matches = "jdbc:postgresql:.*")
final class ReportCostIT extends CloudScenario {

    private static final int USERS = Integer.getInteger("rollout.users", 20_000);
    private static final int ROUNDS = Integer.getInteger("rollout.rounds", 5);

    /** Other tests can run at the same time: what is recorded in the documentation is measured alone. */
    private static final double HIGHEST_RATIO = 3;

    private static final List<String> STATES =
            List.of("disabled", "connected", "exempt", "overdue", "snoozed", "pending");

    @Test
    void isCloseToThatOfTheSameCountsByHand() throws Exception {
        try (GeneratedRollout rollout = new GeneratedRollout(USERS)) {
            set(Map.of("exemptGroups", GeneratedRollout.EXEMPT_GROUP));
            measure(rollout, "before the cutoff", false, Map.of("cutoff", "2999-01-01", "remindFrom", "2020-01-01"));
            measure(rollout, "after the cutoff", true, Map.of("cutoff", "2020-04-01", "remindFrom", ""));
            // Each of them has the general dates, so the counts are the same.
            measure(rollout, "after the cutoff, 1 wave", true, Map.of("waves", "5% 2020-04-01"));
            measure(
                    rollout,
                    "after the cutoff, 4 waves",
                    true,
                    Map.of(
                            "waves",
                            "5% 2020-04-01##/generated/department-1 2020-04-01##25% 2020-04-01##50% 2020-04-01"));
        }
    }

    private void measure(GeneratedRollout rollout, String phase, boolean due, Map<String, String> schedule)
            throws Exception {
        set(schedule);
        String byHand = CountsByHand.states(due);
        Duration reported = Duration.ofDays(1);
        Duration counted = Duration.ofDays(1);
        for (int i = 0; i < ROUNDS; i++) {
            Instant begin = Instant.now();
            JsonNode progress = Reports.get("progress", Map.of());
            Instant middle = Instant.now();
            Map<String, Long> states = rollout.counts(byHand);
            Map<String, Long> days = rollout.counts(CountsByHand.CONNECTED_BY_DAY);
            Instant end = Instant.now();
            assertSame(progress, states, days);
            reported = shorter(reported, Duration.between(begin, middle));
            counted = shorter(counted, Duration.between(middle, end));
        }
        double ratio = (double) reported.toNanos() / counted.toNanos();
        System.out.printf(
                "%d users, %s: progress %d ms, by hand %d ms, ratio %.2f%n",
                USERS, phase, reported.toMillis(), counted.toMillis(), ratio);
        // By hand nobody is put into a wave.
        if (!schedule.containsKey("waves")) {
            assertThat(ratio).isLessThan(HIGHEST_RATIO);
        }
    }

    private static void assertSame(JsonNode progress, Map<String, Long> states, Map<String, Long> days) {
        for (String state : STATES) {
            assertThat(progress.get(state).asLong()).as(state).isEqualTo(states.getOrDefault(state, 0L));
        }
        Map<String, Long> reportedDays = new HashMap<>();
        progress.get("connectedByDay")
                .forEach(day -> reportedDays.put(
                        day.get("date").asText(), day.get("connected").asLong()));
        assertThat(reportedDays).containsExactlyInAnyOrderEntriesOf(days);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
