package cloud.magento.accounts.link.report;

import cloud.magento.accounts.link.policy.Schedule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How many users are in which state.
 *
 * @param rollout the settings and the instant of the counts
 * @param byState a count for each state
 * @param disabledConnected how many of the disabled users are connected
 * @param inGrace how many users only the grace period keeps from being overdue
 * @param byExemption a count for each reason; together the exempt users
 * @param connectedByDay how many of the connected users connected on a day, in the time zone of the settings; users
 *     without a date are missing
 * @param waves the waves in their order and everybody else; empty: there are no waves
 * @param unknownStores the names of user stores whose users are not in the realm's database, and not counted
 */
public record Progress(
        Rollout rollout,
        Map<UserState, Long> byState,
        long disabledConnected,
        long inGrace,
        Map<ExemptBy, Long> byExemption,
        SortedMap<LocalDate, Long> connectedByDay,
        List<OfWave> waves,
        List<String> unknownStores) {

    /** The name of the last row of {@link #waves}. */
    public static final String EVERYBODY_ELSE = "*";

    /**
     * The users of a wave.
     *
     * @param name the users, as the setting names them, or {@link #EVERYBODY_ELSE}
     * @param schedule their dates
     * @param byState a count for each state
     */
    public record OfWave(String name, Schedule schedule, Map<UserState, Long> byState) {

        /** How many users the wave has. */
        public long total() {
            return sum(byState);
        }
    }

    /** How many users the realm's database has: the sum of all states. */
    public long total() {
        return sum(byState);
    }

    private static long sum(Map<UserState, Long> byState) {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }
}
