package cloud.magento.accounts.link.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pace")
final class PaceTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-03-10");

    @Test
    void isTheAverageOfTheSevenDaysBeforeToday() {
        assertThat(perDay(Map.of("2026-01-01", 1000L, "2026-03-02", 100L, "2026-03-03", 7L, "2026-03-09", 14L)))
                .isEqualTo(3.0, within(1e-9));
    }

    @Test
    void doesNotCountToday() {
        assertThat(perDay(Map.of("2026-03-08", 4L, "2026-03-10", 900L))).isEqualTo(2.0, within(1e-9));
    }

    @Test
    void countsOnlyTheDaysSinceTheFirstOne() {
        assertThat(perDay(Map.of("2026-03-09", 5L))).isEqualTo(5.0, within(1e-9));
    }

    @Test
    void isUnknownBeforeTheFirstFullDayHasPassed() {
        assertThat(Pace.of(days(Map.of()), TODAY)).isEmpty();
        assertThat(Pace.of(days(Map.of("2026-03-10", 5L)), TODAY)).isEmpty();
        assertThat(Pace.of(days(Map.of("2999-01-01", 5L)), TODAY)).isEmpty();
    }

    @Test
    void isZeroAfterAWeekWithoutConnections() {
        assertThat(perDay(Map.of("2026-01-01", 1000L))).isZero();
    }

    @Property
    void neverLeadsBelowTodayOrBeyondAll(
            @ForAll @DoubleRange(min = 0, max = 1e6) double perDay,
            @ForAll @LongRange(min = 0, max = 400_000) long days,
            @ForAll @LongRange(min = 0, max = 1_000_000) long connected,
            @ForAll @LongRange(min = 0, max = 1_000_000) long others) {
        assertThat(new Pace(perDay).after(days, connected, connected + others))
                .isBetween(connected, connected + others);
    }

    private static double perDay(Map<String, Long> byDay) {
        return Pace.of(days(byDay), TODAY).orElseThrow().perDay();
    }

    private static TreeMap<LocalDate, Long> days(Map<String, Long> byDay) {
        TreeMap<LocalDate, Long> days = new TreeMap<>();
        byDay.forEach((day, users) -> days.put(LocalDate.parse(day), users));
        return days;
    }
}
