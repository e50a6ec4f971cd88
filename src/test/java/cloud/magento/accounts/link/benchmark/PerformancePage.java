package cloud.magento.accounts.link.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes {@code docs/performance.md} and its plots from the results. No number of the page comes from elsewhere. */
public final class PerformancePage {

    static final Path PAGE = Path.of("docs/performance.md");
    private static final Path PLOTS = Path.of("docs/images");

    private static final String TOP = """
            # What it costs

            <!-- Written by ./mvnw -P benchmark from benchmark/results/*.json. Do not edit. -->

            Anyone can measure this again. You need a JDK, and nothing else: PostgreSQL comes from Maven Central.

            ```
            ./mvnw -P benchmark                             what can be counted, in less than ten minutes
            ./mvnw -P benchmark -Dbenchmark.form=standard   each section of this page, in about half an hour
            ./mvnw -P benchmark -Dbenchmark.form=full       more rounds, up to a million users
            ```

            The standard and the full form replace results in `benchmark/results`, and write this page from all of
            them. The short form writes a page of its own results to `target/docs/performance.md`.
            [benchmark/README.md](../benchmark/README.md) describes the forms.

            - Each number is the median of the rounds; *p95* is their 95th percentile.
            - A goal counts as *met* or *missed* if the median of the rounds and both quartiles agree. If not, the page
              says *too noisy to tell*.
            - A fixed computation runs between the rounds. If its time varied by more than 5 %, the page says that the
              machine was busy. Then counts are right, and times are not.
            """;

    private final ResultFiles results;

    PerformancePage(ResultFiles results) {
        this.results = results;
    }

    /** Writes the page of the results below this directory, and its plots. */
    public static void write(Path root) throws IOException {
        Map<Path, String> files = new PerformancePage(ResultFiles.ofProject(root)).files();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The texts of all files, by their paths in the project. */
    Map<Path, String> files() {
        Map<Path, String> files = new TreeMap<>();
        StringBuilder page = new StringBuilder(TOP);
        for (Section section : Section.values()) {
            page.append("\n## ").append(section.title()).append("\n\n");
            page.append(section.introduction()).append("\n\n");
            results.read(section.benchmark())
                    .ifPresentOrElse(
                            result -> append(page, files, section, result), () -> page.append("Not measured yet.\n"));
        }
        files.put(PAGE, page.toString());
        return files;
    }

    private static void append(StringBuilder page, Map<Path, String> files, Section section, Result result) {
        page.append(measuredOn(result)).append("\n");
        Map<String, List<Measurement>> groups = result.measurements().stream()
                .collect(Collectors.groupingBy(Measurement::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, measurements) -> {
            page.append("\n### ").append(group).append("\n\n");
            page.append(table(section, measurements));
            notes(measurements).forEach(note -> page.append(note).append("\n"));
            GrowthPlot.of(group, section.baseline(), measurements).ifPresent(plot -> {
                Path path = PLOTS.resolve("performance-" + plot.fileName() + ".svg");
                files.put(path, plot.svg());
                page.append("\n![")
                        .append(group)
                        .append(", by the number of users](")
                        .append(PAGE.getParent().relativize(path))
                        .append(")\n");
            });
        });
    }

    private static String measuredOn(Result result) {
        String environment = result.environment().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        String machine = result.wasQuiet()
                ? "The machine was quiet: a fixed computation varied by " + percent(result.machineSpread()) + "."
                : "**The machine was busy: a fixed computation varied by " + percent(result.machineSpread())
                        + ". The times of this section say little; counts are right.**";
        return "Measured on " + result.date() + ", commit `" + result.revision() + "`, " + result.form() + " form, "
                + Numbers.text(Math.max(1, Math.round(result.seconds() / 60.0))) + " min; " + environment + ".\n"
                + machine + "\n";
    }

    private static String percent(double part) {
        return Numbers.text(Math.round(part * 1000) / 10.0) + " %";
    }

    private static String table(Section section, List<Measurement> measurements) {
        boolean hasUsers = measurements.stream().anyMatch(measurement -> measurement.users() > 0);
        boolean isCompared = measurements.stream().anyMatch(Measurement::isCompared);
        boolean hasGoals = measurements.stream().anyMatch(m -> !m.goal().equals(Goal.NONE));
        boolean hasRounds = measurements.stream()
                .anyMatch(m -> m.values().stream().distinct().count() > 1);
        List<String> head = new ArrayList<>(List.of("what"));
        addIf(hasUsers, head, "users");
        head.add(isCompared ? "ours" : "value");
        addIf(hasRounds, head, "p95");
        addIf(isCompared, head, section.baseline());
        addIf(isCompared && hasRounds, head, "p95");
        addIf(isCompared, head, "compared");
        addIf(hasRounds, head, "spread");
        addIf(hasGoals, head, "goal");
        addIf(hasGoals, head, "result");
        StringBuilder table = new StringBuilder(row(head));
        table.append(row(
                head.stream().map(cell -> cell.equals("what") ? "---" : "---:").toList()));
        for (Measurement measurement : measurements) {
            List<String> cells = new ArrayList<>(List.of(measurement.name()));
            addIf(hasUsers, cells, measurement.users() > 0 ? Numbers.text(measurement.users()) : "");
            cells.add(Numbers.text(Numbers.median(measurement.values())) + " " + measurement.unit());
            addIf(hasRounds, cells, Numbers.text(Numbers.p95(measurement.values())));
            addIf(isCompared, cells, ofBaseline(measurement, Numbers::median));
            addIf(isCompared && hasRounds, cells, ofBaseline(measurement, Numbers::p95));
            addIf(isCompared, cells, compared(measurement));
            addIf(hasRounds, cells, percent(Numbers.spread(measurement.values())));
            addIf(hasGoals, cells, measurement.goal().text());
            addIf(hasGoals, cells, measurement.verdict().map(Verdict::text).orElse(""));
            table.append(row(cells));
        }
        return table.toString();
    }

    private static String ofBaseline(
            Measurement measurement, java.util.function.ToDoubleFunction<List<Double>> statistic) {
        return measurement.isCompared() ? Numbers.text(statistic.applyAsDouble(measurement.baseline())) : "";
    }

    /** Counts are subtracted and times divided, unless the goal says how. */
    private static String compared(Measurement measurement) {
        if (!measurement.isCompared()) {
            return "";
        }
        Goal.Kind kind = measurement.goal().kind();
        boolean subtracts = kind == Goal.Kind.DIFFERENCE_AT_MOST
                || kind == Goal.Kind.NONE && !measurement.unit().endsWith("s");
        double median = Numbers.median(measurement.compared(subtracts ? Goal.added(0) : Goal.ratio(1)));
        return subtracts ? Numbers.signed(median) : String.format(java.util.Locale.ROOT, "%.2f ×", median);
    }

    private static List<String> notes(List<Measurement> measurements) {
        List<String> notes = measurements.stream()
                .filter(measurement -> !measurement.notes().isEmpty())
                .flatMap(measurement -> Stream.concat(
                        Stream.of("- " + measurement.name() + ":"),
                        measurement.notes().stream().map(note -> "  - " + note)))
                .toList();
        return notes.isEmpty()
                ? notes
                : Stream.concat(Stream.of(""), notes.stream()).toList();
    }

    private static void addIf(boolean condition, List<String> cells, String cell) {
        if (condition) {
            cells.add(cell);
        }
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
