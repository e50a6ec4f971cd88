package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.report.Progress;
import cloud.magento.accounts.link.report.UserState;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.LongStream;

/**
 * How the number of connected users develops.
 *
 * @param byDay how many of the connected users connected on a day; users without a date are missing
 * @param connected how many are connected now
 * @param most how many users have to connect: those who are neither disabled nor exempt
 * @param today the current day in the time zone of the settings
 * @param cutoff the day of the cutoff
 */
record Course(
        SortedMap<LocalDate, Long> byDay, long connected, long most, LocalDate today, Optional<LocalDate> cutoff) {

    /** How far back the plot goes at most. */
    private static final int PAST_DAYS = 180;

    private static final int LEAST_PAST_DAYS = 6;

    /** How far ahead the plot goes at most. */
    private static final int FUTURE_DAYS = 366;

    static Course of(Progress progress, LocalTexts texts) {
        long connected = progress.byState().get(UserState.CONNECTED);
        return new Course(
                progress.connectedByDay(),
                connected,
                progress.total()
                        - progress.byState().get(UserState.DISABLED)
                        - progress.byState().get(UserState.EXEMPT),
                texts.dateOf(progress.rollout().now()),
                progress.rollout().settings().schedule().cutoff().map(texts::dateOf));
    }

    /** The first day of the plot. */
    LocalDate start() {
        LocalDate earliest = today.minusDays(PAST_DAYS);
        LocalDate latest = today.minusDays(LEAST_PAST_DAYS);
        LocalDate first = byDay.isEmpty() ? latest : byDay.firstKey();
        return first.isBefore(earliest) ? earliest : first.isAfter(latest) ? latest : first;
    }

    /** The last day of the plot: that of the cutoff, or today. */
    LocalDate end() {
        LocalDate latest = today.plusDays(FUTURE_DAYS);
        return cutoff.filter(day -> day.isAfter(today))
                .map(day -> day.isAfter(latest) ? latest : day)
                .orElse(today);
    }

    /** How many were connected at the end of a day, of those who are connected now. */
    long connectedOn(LocalDate day) {
        return connected
                - byDay.tailMap(day.plusDays(1)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** The pace of the last days. */
    Optional<Pace> pace() {
        return Pace.of(byDay, today);
    }

    /** How many will be connected on a day from today on, at the pace of the last days. */
    Optional<Long> forecast(LocalDate day) {
        return pace().map(pace -> pace.after(ChronoUnit.DAYS.between(today, day), connected, most));
    }

    /** How many will be connected at the cutoff; empty: there is none ahead, or the pace is unknown. */
    Optional<Long> forecastAtCutoff() {
        return cutoff.filter(day -> day.isAfter(today)).flatMap(this::forecast);
    }

    /** The days from the first one of the plot until today. */
    LongStream days() {
        return LongStream.rangeClosed(0, ChronoUnit.DAYS.between(start(), today));
    }
}
