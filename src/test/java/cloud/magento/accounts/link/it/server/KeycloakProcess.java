package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One run of Keycloak's start script, with its output in a file. */
final class KeycloakProcess {

    private static final int STOP_SECONDS = 15;
    private static final boolean WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Process process;
    private final Path output;
    private final List<String> lines = new ArrayList<>();
    private long read;

    private KeycloakProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static KeycloakProcess start(Path home, List<String> arguments, Map<String, String> environment, Path output) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve(WINDOWS ? "bin/kc.bat" : "bin/kc.sh").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> variables = builder.environment();
        // What a developer has set for another Keycloak must not change this one.
        variables.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_OPTS"));
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("JAVA_OPTS_APPEND", ServerSettings.JAVA_OPTIONS);
        variables.put("JAVA_OPTS_KC_HEAP", "-Xms128m -Xmx768m");
        variables.putAll(environment);
        try {
            Files.createDirectories(output.getParent());
            return new KeycloakProcess(builder.start(), output);
        } catch (IOException e) {
            throw new ServerFailedException("Keycloak's start script could not be run: " + command, e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** The whole lines so far. Only what is new is read: the log of all tests has a hundred megabytes. */
    synchronized List<String> log() {
        if (!Files.exists(output)) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(output)) {
            in.skipNBytes(read);
            byte[] more = in.readAllBytes();
            int end = more.length;
            while (end > 0 && more[end - 1] != '\n') {
                end--;
            }
            new String(more, 0, end, StandardCharsets.UTF_8).lines().forEach(lines::add);
            read += end;
            return List.copyOf(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all of it at once, as a crash does: it has no time to say goodbye to the database or to other nodes. */
    void kill() {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /** Ends the script and the Java process it started: politely, then by force. */
    void stop() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture<?>[] exits = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(exits).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (ExecutionException | TimeoutException e) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
