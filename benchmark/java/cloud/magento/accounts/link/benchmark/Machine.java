package cloud.magento.accounts.link.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine on which is measured, and whether others use it meanwhile: then a fixed computation varies. */
final class Machine {

    private static final int SAMPLES = 8;
    private static final int WARM_UP = 40;
    private static final int STEPS = 4_000_000;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    private static long sink;

    private final List<Double> times = new ArrayList<>();

    Machine() {
        for (int i = 0; i < WARM_UP; i++) {
            compute();
        }
    }

    /** Runs the computation a few times. */
    void sample() {
        for (int i = 0; i < SAMPLES; i++) {
            times.add(compute());
        }
    }

    double spread() {
        return Math.round(Numbers.spread(times) * 10_000) / 10_000.0;
    }

    private static double compute() {
        long begin = System.nanoTime();
        long state = begin | 1;
        for (int i = 0; i < STEPS; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
        }
        sink += state;
        return (System.nanoTime() - begin) / NANOS_PER_MILLI;
    }

    static Map<String, String> description() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("CPU", value(CPU, "model name") + " × " + Runtime.getRuntime().availableProcessors());
        all.put("memory", value(MEMORY, "MemTotal"));
        all.put("Java", System.getProperty("java.version"));
        return all;
    }

    private static String value(Path file, String name) {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip().replaceAll(" +", " "))
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
