package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Keycloak as a process of this machine, out of the distribution that the build has fetched. */
final class DistributionServer implements KeycloakServer {

    private final ServerSettings settings;
    private Path home;
    private KeycloakProcess process;
    private List<String> buildLog = List.of();
    private volatile boolean closing;

    DistributionServer(ServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public URI address() {
        return settings.address();
    }

    @Override
    public URI managementAddress() {
        return settings.managementAddress();
    }

    @Override
    public String testHost() {
        return "127.0.0.1";
    }

    @Override
    public synchronized List<String> log() {
        return process == null
                ? List.of()
                : Stream.concat(buildLog.stream(), process.log().stream()).toList();
    }

    @Override
    public void start() {
        Path prepared = new PreparedDistribution(settings).home();
        launch(prepared);
        new Readiness(this).await(process::isAlive);
    }

    /** Waits until it ends by itself. */
    int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** With close() under one lock: a Ctrl-C in the middle of a start must not leave a process behind. */
    private synchronized void launch(Path prepared) {
        if (closing) {
            throw new ServerFailedException("Stopped before Keycloak was started.");
        }
        home = RunDirectories.create(settings.cache());
        Trees.duplicate(prepared, home, file -> false);
        Path imports = home.resolve("data/import");
        try {
            buildLog = Files.readAllLines(prepared.resolve(PreparedDistribution.BUILD_LOG));
            Files.createDirectories(imports);
            for (Map.Entry<String, Path> file : settings.imports().entrySet()) {
                Files.copy(file.getValue(), imports.resolve(file.getKey()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(List.of("--verbose", "start", "--optimized"));
        arguments.addAll(settings.startOptions());
        process = KeycloakProcess.start(home, arguments, settings.environment(), settings.logFile());
    }

    /** Ends the process at once, as a crash does. Close it as well. */
    synchronized void kill() {
        process.kill();
    }

    /** Whether somebody has asked it to stop. */
    boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        stop();
    }

    private synchronized void stop() {
        if (process != null) {
            process.stop();
        }
        if (home != null) {
            Trees.delete(home);
            home = null;
        }
    }
}
