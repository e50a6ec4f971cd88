package cloud.magento.accounts.link.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The page docs/performance.md")
final class PerformancePageTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();

    /** The average width of a character in a sans-serif font of 12 pixels. */
    private static final double CHARACTER = 6.5;

    private static final Pattern LABEL = Pattern.compile("<text x=\"([\\d.]+)\"[^>]* text-anchor=\"start\">([^<]*)");
    private static final Pattern COLOUR = Pattern.compile("<g fill=\"([^\"]+)\"");

    @TempDir
    private Path directory;

    @Test
    void isWhatTheCommittedResultsSay() throws IOException {
        Map<Path, String> files = new PerformancePage(ResultFiles.ofProject(ROOT)).files();

        for (Map.Entry<Path, String> file : files.entrySet()) {
            assertThat(ROOT.resolve(file.getKey()))
                    .as("%s is written by: ./mvnw -P benchmark -Dbenchmark.only=page", file.getKey())
                    .hasContent(file.getValue());
        }
        try (Stream<Path> plots = Files.list(ROOT.resolve("docs/images"))) {
            assertThat(plots.filter(plot -> plot.getFileName().toString().startsWith("performance-")))
                    .as("plots of the page")
                    .allMatch(plot -> files.containsKey(ROOT.relativize(plot)));
        }
    }

    @Test
    void isWrittenFromNoResultOfTheShortForm() {
        assertThat(Section.values())
                .flatExtracting(section -> ResultFiles.ofProject(ROOT).read(section.benchmark()).stream()
                        .map(Result::form)
                        .map(Form::of)
                        .toList())
                .isNotEmpty()
                .doesNotContain(Form.SHORT);
    }

    @Test
    void saysWhatWasNotMeasured() {
        assertThat(page()).contains("Not measured yet.").doesNotContain("Measured on");
    }

    @Test
    void comparesWithTheBaselineAndSaysWhetherTheGoalIsMet() {
        write(
                0.01,
                time("progress", 120, 100).withGoal(Goal.ratio(1.2)),
                time("users", 121, 100).withGoal(Goal.ratio(1.2)));

        assertThat(page())
                .contains("| progress | 120 ms | 100 | 1.20 × | ≤ 1.20 × | met |")
                .contains("| users | 121 ms | 100 | 1.21 × | ≤ 1.20 × | **missed** |")
                .contains("The machine was quiet");
    }

    @Test
    void saysThatTheMachineWasBusy() {
        write(0.2, time("progress", 120, 100));

        assertThat(page()).contains("**The machine was busy: a fixed computation varied by 20 %.");
    }

    @Test
    void doesNotDecideIfTheRoundsDisagree() {
        write(
                0.01,
                Measurement.of("Group", "progress", "ms", List.of(100.0, 110.0, 130.0, 140.0))
                        .against(List.of(100.0, 100.0, 100.0, 100.0))
                        .withGoal(Goal.ratio(1.2)));

        assertThat(page()).contains("| too noisy to tell |");
    }

    @Test
    void hasAPlotOfWhatWasMeasuredWithSeveralNumbersOfUsers() {
        write(
                0.01,
                time("progress", 10, 9).withUsers(10_000),
                time("progress", 100, 90).withUsers(100_000));

        assertThat(files().get(Path.of("docs/images/performance-group.svg")))
                .contains("stroke-dasharray")
                .contains(">100,000</text>");
        assertThat(page()).contains("![Group, by the number of users](images/performance-group.svg)");
    }

    @Test
    void hasPlotsWhoseLabelsFitAndWhoseLinesHaveColoursOfTheirOwn() {
        List<String> plots = new PerformancePage(ResultFiles.ofProject(ROOT))
                .files().entrySet().stream()
                        .filter(file -> file.getKey().toString().endsWith(".svg"))
                        .map(Map.Entry::getValue)
                        .toList();

        assertThat(plots).isNotEmpty().allSatisfy(plot -> {
            assertThat(LABEL.matcher(plot).results())
                    .isNotEmpty()
                    .allMatch(label ->
                            Double.parseDouble(label.group(1)) + label.group(2).length() * CHARACTER <= width(plot));
            assertThat(COLOUR.matcher(plot).results().map(colour -> colour.group(1)))
                    .doesNotHaveDuplicates();
        });
    }

    private static double width(String plot) {
        Matcher viewBox = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(plot);
        assertThat(viewBox.find()).isTrue();
        return Double.parseDouble(viewBox.group(1));
    }

    @Test
    void keepsAMeasurementAsItWasWritten() {
        Measurement measurement =
                time("progress", 10, 9).withUsers(10).withGoal(Goal.added(2)).withNotes(List.of("select 1"));
        write(0.01, measurement);

        assertThat(new ResultFiles(directory).read("reports").orElseThrow().measurements())
                .containsExactly(measurement);
    }

    private static Measurement time(String name, double ours, double byHand) {
        return Measurement.of("Group", name, "ms", List.of(ours, ours, ours)).against(List.of(byHand, byHand, byHand));
    }

    private void write(double spread, Measurement... measurements) {
        new ResultFiles(directory)
                .write(new Result(
                        "reports",
                        "2030-01-31",
                        "abc",
                        "standard",
                        60,
                        spread,
                        Map.of("cores", "2"),
                        List.of(measurements)));
    }

    private String page() {
        return files().get(Path.of("docs/performance.md"));
    }

    private Map<Path, String> files() {
        return new PerformancePage(new ResultFiles(directory)).files();
    }
}
