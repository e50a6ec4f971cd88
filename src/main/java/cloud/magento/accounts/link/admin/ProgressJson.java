package cloud.magento.accounts.link.admin;

import cloud.magento.accounts.link.policy.Schedule;
import cloud.magento.accounts.link.report.ExemptBy;
import cloud.magento.accounts.link.report.Progress;
import cloud.magento.accounts.link.report.UserState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The answer of {@code progress}. Its components are the fields of the JSON; null: the JSON lacks the field. */
record ProgressJson(
        String phase,
        String cutoff,
        String remindFrom,
        String zone,
        String at,
        long total,
        long disabled,
        long connected,
        long exempt,
        long overdue,
        long snoozed,
        long pending,
        long disabledConnected,
        long inGrace,
        Map<String, Long> exemptBy,
        List<OfWave> waves,
        List<Day> connectedByDay,
        List<String> unknown) {

    /** How many users connected on a day. */
    record Day(String date, long connected) {}

    /** The users of a wave, or everybody else. */
    record OfWave(
            String wave,
            String cutoff,
            String remindFrom,
            long total,
            long disabled,
            long connected,
            long exempt,
            long overdue,
            long snoozed,
            long pending) {

        private static OfWave of(Progress.OfWave wave) {
            Map<UserState, Long> states = wave.byState();
            return new OfWave(
                    wave.name(),
                    text(wave.schedule().cutoff()),
                    text(wave.schedule().remindFrom()),
                    wave.total(),
                    states.get(UserState.DISABLED),
                    states.get(UserState.CONNECTED),
                    states.get(UserState.EXEMPT),
                    states.get(UserState.OVERDUE),
                    states.get(UserState.SNOOZED),
                    states.get(UserState.PENDING));
        }
    }

    static ProgressJson of(Progress progress) {
        Schedule schedule = progress.rollout().settings().schedule();
        Map<UserState, Long> states = progress.byState();
        Map<String, Long> exemptBy = new LinkedHashMap<>();
        Stream.of(ExemptBy.values())
                .forEach(reason ->
                        exemptBy.put(reason.code(), progress.byExemption().get(reason)));
        return new ProgressJson(
                progress.rollout().phase().code(),
                text(schedule.cutoff()),
                text(schedule.remindFrom()),
                schedule.zone().getId(),
                text(Optional.of(progress.rollout().now())),
                progress.total(),
                states.get(UserState.DISABLED),
                states.get(UserState.CONNECTED),
                states.get(UserState.EXEMPT),
                states.get(UserState.OVERDUE),
                states.get(UserState.SNOOZED),
                states.get(UserState.PENDING),
                progress.disabledConnected(),
                progress.inGrace(),
                exemptBy,
                progress.waves().stream().map(OfWave::of).toList(),
                progress.connectedByDay().entrySet().stream()
                        .map(day -> new Day(day.getKey().toString(), day.getValue()))
                        .toList(),
                progress.unknownStores());
    }

    /** An instant as JSON has it, in whole seconds; null: there is none, and the JSON lacks the field. */
    static String text(Optional<Instant> instant) {
        return instant.map(value -> value.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse(null);
    }
}
