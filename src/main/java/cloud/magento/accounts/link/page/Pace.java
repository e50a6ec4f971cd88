package cloud.magento.accounts.link.page;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How many users connect per day.
 *
 * @param perDay the average of the last full days
 */
record Pace(double perDay) {

    private static final int DAYS = 7;

    /**
     * The pace of the last seven days before today, or of those since the first day; empty: there is no full day yet.
     *
     * @param byDay how many users connected on a day
     */
    static Optional<Pace> of(SortedMap<LocalDate, Long> byDay, LocalDate today) {
        if (byDay.isEmpty() || !byDay.firstKey().isBefore(today)) {
            return Optional.empty();
        }
        LocalDate weekAgo = today.minusDays(DAYS);
        LocalDate from = byDay.firstKey().isAfter(weekAgo) ? byDay.firstKey() : weekAgo;
        long connected = byDay.subMap(from, today).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return Optional.of(new Pace((double) connected / ChronoUnit.DAYS.between(from, today)));
    }

    /**
     * How many users are connected in some days, at this pace.
     *
     * @param connected how many are connected now
     * @param most how many can be at most; not less than {@code connected}
     */
    long after(long days, long connected, long most) {
        return Math.min(most, connected + Math.round(perDay * days));
    }
}
