package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.server.Build;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the benchmarks and writes the page. The arguments are the form, {@code short}, {@code standard} or {@code full},
 * and the names of the benchmarks, separated by commas, or {@code all} that are part of the form; {@code page} only
 * writes the page.
 */
public final class Benchmarks {

    private static final String ALL_OF_THE_FORM = "all";
    private static final String PAGE = "page";

    private static final Map<Section, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put(Section.STATEMENTS, new StatementsBenchmark());
        ALL.put(Section.PROCESS, new ProcessBenchmark());
        ALL.put(Section.LATENCY, new LatencyBenchmark());
        ALL.put(Section.REPORTS, new ReportsBenchmark());
        ALL.put(Section.PLANS, new PlansBenchmark());
        ALL.put(Section.MEANWHILE, new MeanwhileBenchmark());
        ALL.put(Section.REMINDERS, new RemindersBenchmark());
        ALL.put(Section.ROLLOUT, new RolloutBenchmark());
        ALL.put(Section.SERVER, new ServerBenchmark());
    }

    private Benchmarks() {}

    public static void main(String[] arguments) {
        int status = 0;
        try {
            run(arguments);
        } catch (Throwable e) { // An assertion of a page object is an error.
            e.printStackTrace();
            status = 1;
        }
        // Pools of clients have threads of their own, which also go on after a failure.
        System.exit(status);
    }

    private static void run(String[] arguments) throws Exception {
        Form form = Form.of(arguments[0]);
        Set<String> chosen = Set.of(arguments[1].split(","));
        assertKnown(chosen);
        Set<Path> written = new LinkedHashSet<>();
        if (chosen.contains(PAGE)) {
            written.add(Build.root());
        }
        for (Map.Entry<Section, Benchmark> entry : ALL.entrySet()) {
            Section section = entry.getKey();
            boolean isPart = chosen.contains(ALL_OF_THE_FORM) && form.measures(section);
            if (isPart || chosen.contains(section.benchmark())) {
                Path root = root(section.benchmark(), form);
                measure(section.benchmark(), entry.getValue(), form, root);
                written.add(root);
            }
        }
        for (Path root : written) {
            PerformancePage.write(root);
            System.out.println("The page: " + root.resolve(PerformancePage.PAGE));
        }
    }

    /** What says less than the file of the project goes below {@code target}, to the same places. */
    private static Path root(String name, Form form) {
        if (ResultFiles.ofProject(Build.root()).mayBeReplaced(name, form)) {
            return Build.root();
        }
        System.out.println("The result of " + name + " replaces none of the project: see benchmark/README.md.");
        return Build.target();
    }

    private static void measure(String name, Benchmark benchmark, Form form, Path root) throws Exception {
        ResultFiles results = ResultFiles.ofProject(root);
        System.out.println("Benchmark " + name + ", " + form.text() + " form, for " + results.directory());
        Recorder recorder = new Recorder(name, form, results);
        benchmark.measure(recorder);
        results.write(recorder.result());
    }

    private static void assertKnown(Set<String> chosen) {
        List<String> known = ALL.keySet().stream().map(Section::benchmark).toList();
        for (String name : chosen) {
            if (!name.equals(ALL_OF_THE_FORM) && !name.equals(PAGE) && !known.contains(name)) {
                System.err.println("There is no benchmark " + name + ". The benchmarks: " + known + ", " + PAGE);
                System.exit(2);
            }
        }
    }
}
