package cloud.magento.accounts.link.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH: the time and the allocated bytes of the code that runs in each login. And what a whole login allocates. */
final class ProcessBenchmark implements Benchmark {

    private static final String BYTES = "gc.alloc.rate.norm";

    /** The goal: a decision takes less than a microsecond. */
    private static final double MICROSECOND = 1000;

    /** How often JMH measures a method. */
    private record Amount(int forks, int warmUps, int iterations) {

        private static Amount of(Form form) {
            return switch (form) {
                case SHORT -> new Amount(1, 1, 2);
                case STANDARD -> new Amount(1, 2, 4);
                case FULL -> new Amount(3, 5, 10);
            };
        }
    }

    @Override
    public void measure(Recorder recorder) throws Exception {
        decisions(recorder);
        if (!recorder.form().isShort()) {
            // Two servers, and many logins until their code is compiled.
            LoginAllocation.measure(recorder);
        }
    }

    private static void decisions(Recorder recorder) throws RunnerException {
        Amount amount = Amount.of(recorder.form());
        List<RunResult> results = new ArrayList<>(new Runner(new OptionsBuilder()
                        .include(JmhDecisions.class.getName())
                        .addProfiler(GCProfiler.class)
                        .forks(amount.forks())
                        .warmupIterations(amount.warmUps())
                        .measurementIterations(amount.iterations())
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementTime(TimeValue.milliseconds(500))
                        .shouldDoGC(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run());
        Map<String, RunResult> byMethod = new HashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            byMethod.put(name.substring(name.lastIndexOf('.') + 1), result);
        }
        JmhDecisions.DESCRIBED.forEach((method, described) -> {
            Measurement time = Measurement.of("Time", described.text(), "ns", rounds(byMethod.get(method), ""));
            recorder.add(described.perLogin() ? time.withGoal(Goal.atMost(MICROSECOND)) : time);
        });
        JmhDecisions.DESCRIBED.forEach((method, described) -> {
            Measurement bytes =
                    Measurement.of("Allocation", described.text(), "B", rounds(byMethod.get(method), BYTES));
            recorder.add(described.bytes() < 0 ? bytes : bytes.withGoal(Goal.atMost(described.bytes())));
        });
    }

    /** One value for each iteration of each fork; an empty name: the time. */
    private static List<Double> rounds(RunResult result, String secondary) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> value(iteration, secondary))
                .map(value -> Math.round(value * 10) / 10.0)
                .collect(Collectors.toList());
    }

    private static double value(IterationResult iteration, String secondary) {
        @SuppressWarnings("rawtypes")
        Map<String, Result> all = iteration.getSecondaryResults();
        return secondary.isEmpty()
                ? iteration.getPrimaryResult().getScore()
                : all.get(secondary).getScore();
    }
}
