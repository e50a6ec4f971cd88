package cloud.magento.accounts.link.it.server;

import java.nio.file.Path;
import java.util.List;

/** A command of {@code kc.sh} that starts no server. */
public final class KeycloakCommand {

    private KeycloakCommand() {}

    /** The exit status and what the command has printed. */
    public record Result(int status, List<String> output) {}

    /** Runs it in a distribution that is built with the JAR, or without it. */
    public static Result run(boolean withExtension, String... arguments) {
        ServerSettings settings =
                ServerSettings.fromBuild(FreePort.any(), FreePort.any(), "keycloak-command.log", List.of());
        if (!withExtension) {
            settings = settings.withoutExtension();
        }
        Path home = RunDirectories.create(settings.cache());
        try {
            Trees.duplicate(new PreparedDistribution(settings).home(), home, file -> false);
            KeycloakProcess process =
                    KeycloakProcess.start(home, List.of(arguments), settings.environment(), settings.logFile());
            int status = process.waitFor();
            return new Result(status, process.log());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("Interrupted while kc.sh was running.", e);
        } finally {
            Trees.delete(home);
        }
    }
}
