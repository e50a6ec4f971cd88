package cloud.magento.accounts.link.it.server;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.utility.MountableFile;

/**
 * Keycloak in a container that shares this machine's network: localhost is then the same inside and outside, which the
 * addresses of a sign-in at another realm of the same server need, and nothing is open to the network.
 */
final class ContainerServer implements KeycloakServer {

    private static final String HOME = "/opt/keycloak/";

    private final ServerSettings settings;
    private final KeycloakContainer container;

    ContainerServer(ServerSettings settings) {
        this.settings = settings;
        container = new KeycloakContainer("quay.io/keycloak/keycloak:" + settings.version());
        container
                // The library's own policy pulls an image again once a day, which fails where no registry is reached.
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withVerboseOutput()
                .withProductionMode()
                .withEnabledMetrics()
                .withAdminUsername(adminUsername())
                .withAdminPassword(adminPassword())
                .withProviderLibsFrom(
                        settings.providers().stream().map(Path::toFile).toList())
                .withEnv(settings.environment())
                .withEnv("JAVA_OPTS_APPEND", ServerSettings.JAVA_OPTIONS)
                .withNetworkMode("host")
                // A name that resolves: some engines make one up, and Keycloak then waits for the name server's
                // timeout.
                .withCreateContainerCmdModifier(command -> command.withHostName("localhost"))
                .waitingFor(Wait.forLogMessage(".*Listening on: .*", 1).withStartupTimeout(Duration.ofMinutes(4)));
        container.setLogConsumers(List.of(this::keep));
        // On the machine's own network no port is mapped.
        container.setExposedPorts(List.of());
        settings.buildOptions().forEach(container::withCustomCommand);
        settings.startOptions().stream()
                .filter(option -> !option.equals("--import-realm"))
                .forEach(container::withCustomCommand);
        settings.imports().forEach(this::copy);
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
    public List<String> log() {
        return container.getContainerId() == null
                ? List.of()
                : container.getLogs().lines().toList();
    }

    @Override
    public void start() {
        try {
            Files.deleteIfExists(settings.logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            container.start();
        } catch (RuntimeException e) {
            ServerFailedException failure = new ServerFailedException(
                    "Keycloak did not start in a container (-Dkeycloak.server=distribution runs it without one).",
                    log());
            failure.initCause(e);
            throw failure;
        }
        new Readiness(this).await(container::isRunning);
    }

    @Override
    public void close() {
        container.stop();
    }

    /** The log outlives the container, where the distribution's is too. */
    private void keep(OutputFrame output) {
        try {
            Files.writeString(
                    settings.logFile(),
                    output.getUtf8StringWithoutLineEnding() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(String name, Path file) {
        container.withCopyFileToContainer(
                MountableFile.forHostPath(file.toString(), 0644), HOME + "data/import/" + name);
    }
}
