package cloud.magento.accounts.link.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The plot")
final class PlotTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-03-11");

    @Test
    void goesFromTheFirstDayToTheCutoff() {
        TreeMap<LocalDate, Long> byDay = new TreeMap<>();
        byDay.put(LocalDate.parse("2026-03-01"), 10L);
        byDay.put(LocalDate.parse("2026-03-06"), 20L);
        byDay.put(TODAY, 5L);

        Plot plot = Plot.of(new Course(byDay, 40, 100, TODAY, Optional.of(LocalDate.parse("2026-03-21"))));

        // Five of the connected have no date, and count from the start.
        assertThat(plot.line())
                .startsWith("0.0,255.0 50.0,255.0")
                .contains(" 250.0,195.0 ")
                .endsWith("500.0,180.0");
        assertThat(plot.area()).startsWith("0.0,300 0.0,255.0").endsWith("500.0,180.0 500.0,300");
        // 20 in seven days, so 29 in the ten days ahead
        assertThat(plot.forecast()).isEqualTo("500.0,180.0 1000.0,93.0");
        assertThat(plot.todayX()).isEqualTo("500.0");
        assertThat(plot.cutoffX()).isEqualTo("1000.0");
    }

    @Test
    void levelsOffWhereAllHaveConnected() {
        TreeMap<LocalDate, Long> byDay = new TreeMap<>();
        byDay.put(LocalDate.parse("2026-03-05"), 70L);

        Plot plot = Plot.of(new Course(byDay, 70, 90, TODAY, Optional.of(LocalDate.parse("2026-03-17"))));

        assertThat(plot.forecast()).matches("500\\.0,66\\.7 .*,0\\.0 1000\\.0,0\\.0");
        assertThat(plot.forecast().split(" ")).hasSize(3);
    }

    @Test
    void endsTodayWithoutACutoffAhead() {
        TreeMap<LocalDate, Long> byDay = new TreeMap<>();
        byDay.put(LocalDate.parse("2026-02-01"), 3L);

        Plot without = Plot.of(new Course(byDay, 3, 3, TODAY, Optional.empty()));
        Plot passed = Plot.of(new Course(byDay, 3, 3, TODAY, Optional.of(LocalDate.parse("2026-02-20"))));
        Plot longPast = Plot.of(new Course(byDay, 3, 3, TODAY, Optional.of(LocalDate.parse("2020-04-01"))));

        assertThat(without.todayX()).isEqualTo("1000.0");
        assertThat(without.forecast()).isEmpty();
        assertThat(without.cutoffX()).isEmpty();
        assertThat(passed.cutoffX()).isEqualTo("500.0");
        assertThat(longPast.cutoffX()).isEmpty();
    }

    @Test
    void goesAYearAheadAtMost() {
        Course course = new Course(new TreeMap<>(), 0, 10, TODAY, Optional.of(LocalDate.parse("2999-01-01")));

        assertThat(course.end()).isEqualTo(TODAY.plusDays(366));
        assertThat(Plot.of(course).cutoffX()).isEmpty();
    }

    @Test
    void needsNobody() {
        Plot plot = Plot.of(new Course(new TreeMap<>(), 0, 0, TODAY, Optional.empty()));

        assertThat(plot.line()).startsWith("0.0,300.0").endsWith("1000.0,300.0");
    }

    @Property
    void staysInsideThePicture(
            @ForAll @Size(max = 12) List<@IntRange(min = -400, max = 400) Integer> days,
            @ForAll @IntRange(max = 50) int undated,
            @ForAll @IntRange(max = 500) int open,
            @ForAll @IntRange(min = -400, max = 800) int cutoff) {
        TreeMap<LocalDate, Long> byDay = new TreeMap<>();
        days.forEach(day -> byDay.merge(TODAY.plusDays(day), 3L, Long::sum));
        long connected = 3L * days.size() + undated;

        Plot plot = Plot.of(new Course(byDay, connected, connected + open, TODAY, Optional.of(TODAY.plusDays(cutoff))));

        for (String points : List.of(plot.line(), plot.area(), plot.forecast())) {
            Arrays.stream(points.split(" ")).filter(point -> !point.isEmpty()).forEach(point -> {
                String[] parts = point.split(",");
                assertThat(Double.parseDouble(parts[0])).isBetween(0.0, Plot.WIDTH + 0.05);
                assertThat(Double.parseDouble(parts[1])).isBetween(0.0, (double) Plot.HEIGHT);
            });
        }
    }
}
