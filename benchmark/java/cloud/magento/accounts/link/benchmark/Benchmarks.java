package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.server.Build;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the benchmarks and writes the page. The arguments are the form, {@code short} or {@code full}, and the names of
 * the benchmarks, separated by commas, or {@code all}; {@code page} only writes the page.
 */
public final class Benchmarks {

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
        ResultFiles results = ResultFiles.ofProject(Build.root());
        for (Map.Entry<Section, Benchmark> entry : ALL.entrySet()) {
            String name = entry.getKey().benchmark();
            if (chosen.contains("all") || chosen.contains(name)) {
                System.out.println("Benchmark " + name + ", " + form.text() + " form");
                Recorder recorder = new Recorder(name, form);
                entry.getValue().measure(recorder);
                results.write(recorder.result());
            }
        }
        PerformancePage.write(Build.root());
    }

    private static void assertKnown(Set<String> chosen) {
        List<String> known = ALL.keySet().stream().map(Section::benchmark).toList();
        for (String name : chosen) {
            if (!name.equals("all") && !name.equals(PAGE) && !known.contains(name)) {
                System.err.println("There is no benchmark " + name + ". The benchmarks: " + known + ", " + PAGE);
                System.exit(2);
            }
        }
    }
}
