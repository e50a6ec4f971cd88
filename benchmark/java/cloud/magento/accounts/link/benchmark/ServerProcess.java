package cloud.magento.accounts.link.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The Java process of a server, as {@code jcmd} sees it. Nothing is added to its start. */
final class ServerProcess {

    private static final double KIB_PER_MIB = 1024;
    private static final double BYTES_PER_MIB = KIB_PER_MIB * 1024;
    private static final String RECORDING = "benchmark";
    private static final String ALLOCATION = "jdk.ThreadAllocationStatistics";

    /** Nothing but this event, at the beginning and at the end. */
    private static final String RECORDED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="%s">
                <setting name="enabled">true</setting>
                <setting name="period">everyChunk</setting>
              </event>
            </configuration>
            """.formatted(ALLOCATION);

    /** The last line, the same for each garbage collector: the objects and their bytes. */
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

    private final long pid;

    private ServerProcess(long pid) {
        this.pid = pid;
    }

    static ServerProcess of(Side side) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains("--http-port=" + side.address().getPort()))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .map(process -> new ServerProcess(process.pid()))
                .orElseThrow();
    }

    /** What a full collection leaves in the heap, in MiB. */
    double liveHeap() throws IOException, InterruptedException {
        // Cleaners free more only after the first collection.
        jcmd("GC.run");
        return number(LIVE, jcmd("GC.class_histogram")) / BYTES_PER_MIB;
    }

    /** The used metaspace, in MiB. */
    double metaspace() throws IOException, InterruptedException {
        return number(METASPACE, jcmd("GC.heap_info")) / KIB_PER_MIB;
    }

    /**
     * The bytes that the threads of the server, as far as they are alive at the end, allocate meanwhile. The JVM
     * counts.
     */
    long allocated(Callable<?> work) throws Exception {
        Path settings = Files.createTempFile("allocation", ".jfc");
        Path file = Files.createTempFile("allocation", ".jfr");
        try {
            Files.writeString(settings, RECORDED);
            jcmd("JFR.start", "name=" + RECORDING, "settings=" + settings);
            work.call();
            jcmd("JFR.stop", "name=" + RECORDING, "filename=" + file);
            return allocated(RecordingFile.readAllEvents(file));
        } finally {
            Files.deleteIfExists(settings);
            Files.deleteIfExists(file);
        }
    }

    /** The bytes of a thread since the thread's start, at the beginning or at the end of a recording. */
    private record Count(Instant time, long bytes) {}

    private static long allocated(List<RecordedEvent> events) {
        Map<Long, List<Count>> byThread = new HashMap<>();
        for (RecordedEvent event : events) {
            if (event.getEventType().getName().equals(ALLOCATION)) {
                byThread.computeIfAbsent(event.getThread("thread").getJavaThreadId(), id -> new ArrayList<>())
                        .add(new Count(event.getStartTime(), event.getLong("allocated")));
            }
        }
        if (byThread.values().stream().noneMatch(counts -> counts.size() > 1)) {
            throw new IllegalStateException("No thread was counted twice.");
        }
        LongSummaryStatistics times = byThread.values().stream()
                .flatMap(List::stream)
                .mapToLong(count -> count.time().toEpochMilli())
                .summaryStatistics();
        Instant middle = Instant.ofEpochMilli(times.getMin() + (times.getMax() - times.getMin()) / 2);
        return byThread.values().stream()
                .mapToLong(counts -> grown(counts, middle))
                .sum();
    }

    /**
     * A thread that has begun meanwhile is counted only at the end. One that has ended is counted only at the
     * beginning: its bytes are those of its whole life before, and none of them are counted.
     */
    private static long grown(List<Count> counts, Instant middle) {
        LongSummaryStatistics bytes = counts.stream().mapToLong(Count::bytes).summaryStatistics();
        if (counts.size() > 1) {
            return bytes.getMax() - bytes.getMin();
        }
        return counts.get(0).time().isAfter(middle) ? bytes.getMax() : 0;
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(text);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private String jcmd(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid)));
        all.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException(all + ": " + output);
        }
        return output;
    }
}
