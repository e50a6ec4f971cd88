package cloud.magento.accounts.link.it.server;

import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/**
 * The one Keycloak of a test run: started when a test first asks for it, stopped when the virtual machine ends, be it
 * by Ctrl-C.
 */
public final class SharedKeycloak {

    /** With each statement that goes to the database: a test counts them. */
    private static final String LOG_LEVEL = "INFO,org.hibernate.SQL:debug";

    private SharedKeycloak() {}

    /** The server, running. A failed start is not tried again: each further test fails at once, with the same words. */
    public static KeycloakServer server() {
        if (Holder.FAILURE != null) {
            throw Holder.FAILURE;
        }
        return Holder.SERVER;
    }

    private static KeycloakServer create() {
        System.setProperty(ServerSettings.CIBA_PORT, String.valueOf(FreePort.any()));
        ServerSettings settings = ServerSettings.fromBuild(FreePort.any(), FreePort.any(), "keycloak.log", LOG_LEVEL);
        String wanted = System.getProperty("keycloak.server", "auto");
        return switch (wanted) {
            case "container" -> new ContainerServer(settings);
            case "distribution" -> new DistributionServer(settings);
            case "auto" -> containersWork() ? new ContainerServer(settings) : new DistributionServer(settings);
            default ->
                throw new ServerFailedException(
                        "-Dkeycloak.server=" + wanted + ": say container, distribution or auto.");
        };
    }

    /** Linux only: elsewhere an engine runs in a machine of its own, whose localhost is another. */
    private static boolean containersWork() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")
                && DockerClientFactory.instance().isDockerAvailable();
    }

    private static final class Holder {

        static final KeycloakServer SERVER;
        static final RuntimeException FAILURE;

        static {
            KeycloakServer server = null;
            RuntimeException failure = null;
            try {
                server = create();
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-keycloak"));
                server.start();
            } catch (RuntimeException e) {
                failure = e;
            }
            SERVER = server;
            FAILURE = failure;
        }
    }
}
