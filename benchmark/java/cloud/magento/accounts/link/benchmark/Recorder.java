package cloud.magento.accounts.link.benchmark;

import cloud.magento.accounts.link.it.server.Build;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the measurements of one benchmark, and what they were measured on. */
final class Recorder {

    private final String benchmark;
    private final Form form;
    private final ResultFiles results;
    private final Instant begin = Instant.now();
    private final Machine machine = new Machine();
    private final Map<String, String> environment = new LinkedHashMap<>(Machine.description());
    private final List<Measurement> measurements = new ArrayList<>();

    Recorder(String benchmark, Form form, ResultFiles results) {
        this.benchmark = benchmark;
        this.form = form;
        this.results = results;
        environment.put("Keycloak", Build.keycloakVersion());
        machine.sample();
    }

    Form form() {
        return form;
    }

    /** Between two rounds, when nothing of ours runs: sees whether the machine is busy. */
    void betweenRounds() {
        machine.sample();
    }

    /** Replaces a text beside the result. */
    void keep(String file, String text) {
        results.write(file, text);
    }

    /** Adds to the environment. */
    void environment(String name, String value) {
        environment.put(name, value);
    }

    void add(Measurement measurement) {
        measurements.add(measurement);
        System.out.printf(
                "  %s, %s%s: %s %s%s%s%n",
                measurement.group(),
                measurement.name(),
                measurement.users() == 0 ? "" : ", " + measurement.users() + " users",
                Numbers.text(Numbers.median(measurement.values())),
                measurement.unit(),
                measurement.isCompared() ? " against " + Numbers.text(Numbers.median(measurement.baseline())) : "",
                measurement.verdict().map(verdict -> ", " + verdict.text()).orElse(""));
    }

    Result result() throws IOException {
        machine.sample();
        return new Result(
                benchmark,
                LocalDate.ofInstant(begin, ZoneOffset.UTC).toString(),
                revision(),
                form.text(),
                Instant.now().getEpochSecond() - begin.getEpochSecond(),
                machine.spread(),
                environment,
                measurements);
    }

    private static String revision() throws IOException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--exclude=*", "--dirty")
                .directory(Build.root().toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() || text.contains(" ") ? "unknown" : text;
    }
}
