package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.server.MeasuredBuild;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code kc.sh build}, start and memory of a server, with and without the JAR, in the order A B B A. */
final class ServerBenchmark implements Benchmark {

    private static final String GROUP = "Build, start and memory";
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public void measure(Recorder recorder) throws Exception {
        Map<String, List<Double>> with = new LinkedHashMap<>();
        Map<String, List<Double>> without = new LinkedHashMap<>();
        // Not the number of rounds of the others: each of these takes two minutes.
        int rounds = Integer.getInteger("benchmark.rounds", recorder.form().isFull() ? 6 : 1);
        Side.prepare(true);
        Side.prepare(false);
        for (int round = 0; round < rounds; round++) {
            boolean firstWith = round % 2 == 0;
            for (boolean hasExtension : new boolean[] {firstWith, !firstWith}) {
                measure(hasExtension ? with : without, hasExtension);
                recorder.betweenRounds();
            }
        }
        with.forEach((name, values) ->
                recorder.add(Measurement.of(GROUP, name, unit(name), values).against(without.get(name))));
    }

    private static String unit(String name) {
        return name.startsWith("heap") || name.startsWith("metaspace") ? "MiB" : "seconds";
    }

    private static void measure(Map<String, List<Double>> values, boolean hasExtension) throws Exception {
        add(values, "kc.sh build", MeasuredBuild.run(hasExtension).toNanos() / NANOS_PER_SECOND);
        try (Database database = new Database()) {
            long begin = System.nanoTime();
            Side side = hasExtension ? Side.with(database) : Side.without(database);
            try (side) {
                add(values, "first start, which creates all tables and realms", since(begin));
                ServerProcess process = ServerProcess.of(side);
                add(values, "heap after a full collection", process.liveHeap());
                add(values, "metaspace", process.metaspace());
            }
            begin = System.nanoTime();
            try (Side again = side.again()) {
                add(values, "start on this database", since(begin));
            }
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / NANOS_PER_SECOND;
    }

    private static void add(Map<String, List<Double>> values, String name, double value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(Math.round(value * 100) / 100.0);
    }
}
