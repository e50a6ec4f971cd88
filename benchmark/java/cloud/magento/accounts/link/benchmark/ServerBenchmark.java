package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.server.MeasuredBuild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kc.sh build}, start and memory of a server, with and without the JAR, in the order A B B A. */
final class ServerBenchmark implements Benchmark {

    private static final String GROUP = "Build, start and memory";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double KIB_PER_MIB = 1024;
    private static final Pattern HEAP = Pattern.compile("heap\\s+total \\S+ used (\\d+)K");
    private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

    @Override
    public void measure(Recorder recorder) throws Exception {
        Map<String, List<Double>> with = new LinkedHashMap<>();
        Map<String, List<Double>> without = new LinkedHashMap<>();
        int rounds = recorder.form().isFull() ? 6 : 2;
        for (int round = 0; round < rounds; round++) {
            boolean firstWith = round % 2 == 0;
            for (boolean hasExtension : new boolean[] {firstWith, !firstWith}) {
                measure(hasExtension ? with : without, hasExtension, round);
                recorder.betweenRounds();
            }
        }
        with.forEach((name, values) ->
                recorder.add(Measurement.of(GROUP, name, unit(name), values).against(without.get(name))));
    }

    private static String unit(String name) {
        return name.startsWith("heap") || name.startsWith("metaspace") ? "MiB" : "seconds";
    }

    private static void measure(Map<String, List<Double>> values, boolean hasExtension, int round) throws Exception {
        add(values, "kc.sh build", MeasuredBuild.run(hasExtension).toNanos() / NANOS_PER_SECOND);
        try (Database database = new Database()) {
            long begin = System.nanoTime();
            // The database and the realms are new, so this contains the creation of all tables.
            try (Side side = hasExtension ? Side.with(database) : Side.without(database)) {
                add(values, "first start, with import", (System.nanoTime() - begin) / NANOS_PER_SECOND);
                memory(values, side);
            }
        }
    }

    private static void memory(Map<String, List<Double>> values, Side side) throws IOException, InterruptedException {
        long pid = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains("--http-port=" + side.address().getPort()))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        String info = jcmd(pid, "GC.heap_info");
        add(values, "heap after a full collection", kib(HEAP, info) / KIB_PER_MIB);
        add(values, "metaspace", kib(METASPACE, info) / KIB_PER_MIB);
    }

    private static double kib(Pattern pattern, String info) {
        Matcher matcher = pattern.matcher(info.replace(",", ""));
        if (!matcher.find()) {
            throw new IllegalStateException(info);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return output;
    }

    private static void add(Map<String, List<Double>> values, String name, double value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(Math.round(value * 100) / 100.0);
    }
}
