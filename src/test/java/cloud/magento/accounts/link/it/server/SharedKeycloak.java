package cloud.magento.accounts.link.it.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.testcontainers.DockerClientFactory;

/**
 * The one Keycloak of a test run: started when a test first asks for it, stopped when the virtual machine ends, be it
 * by Ctrl-C.
 */
public final class SharedKeycloak {

    /** System property with the port at which a test plays the device of the CIBA grant. */
    private static final String CIBA_PORT = "keycloak.ciba.port";

    private static final List<String> COMMON_OPTIONS = List.of(
            // An old way of linking, which newer versions have only for those who ask for it.
            "--spi-login-protocol--openid-connect--allow-client-initiated-account-linking=true",
            // Nobody attacks these passwords, and a thousand of them at full strength take a minute.
            "--spi-password-hashing--argon2--iterations=1",
            "--spi-password-hashing--argon2--memory=64");

    private SharedKeycloak() {}

    /** The server, running. A failed start is not tried again: each further test fails at once, with the same words. */
    public static KeycloakServer server() {
        if (Holder.FAILURE != null) {
            throw Holder.FAILURE;
        }
        return Holder.SERVER;
    }

    /**
     * A second server, not yet started, as a process of this machine. For what the shared one cannot have: the options.
     */
    public static KeycloakServer other(String logName, String... options) {
        return new DistributionServer(
                ServerSettings.fromBuild(FreePort.any(), FreePort.any(), logName, List.of(options)));
    }

    /** The two nodes, running, if this run has {@code -Dkeycloak.server=cluster}. */
    public static Cluster cluster() {
        return (Cluster) server();
    }

    private static KeycloakServer create() {
        int cibaPort = FreePort.any();
        System.setProperty(CIBA_PORT, String.valueOf(cibaPort));
        ServerSettings settings =
                ServerSettings.fromBuild(FreePort.any(), FreePort.any(), "keycloak.log", options(cibaPort));
        String wanted = System.getProperty("keycloak.server", "auto");
        return switch (wanted) {
            case "container" -> new ContainerServer(settings);
            case "distribution" -> new DistributionServer(settings);
            case Cluster.SERVER -> new Cluster(clusterOptions());
            case "auto" -> containersWork() ? new ContainerServer(settings) : new DistributionServer(settings);
            default ->
                throw new ServerFailedException(
                        "-Dkeycloak.server=" + wanted + ": say container, distribution, cluster or auto.");
        };
    }

    /** What tests want of a Keycloak and nobody else does. */
    private static List<String> options(int cibaPort) {
        List<String> options = new ArrayList<>(List.of(
                // Tests send reminders by hand, and one has a server with a scheduler of its own.
                "--spi-events-listener--magento-link-lost-answers--reminder-interval=0",
                // With each statement that goes to the database: a test counts them.
                "--log-level=INFO,org.hibernate.SQL:debug",
                "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=http://127.0.0.1:"
                        + cibaPort));
        options.addAll(COMMON_OPTIONS);
        return options;
    }

    /** The schedulers of both nodes look for reminders each second. The log tells each time. */
    private static List<String> clusterOptions() {
        List<String> options = new ArrayList<>(List.of(
                "--spi-events-listener--magento-link-lost-answers--reminder-interval=1",
                "--log-level=INFO,org.keycloak.services.scheduled:debug"));
        options.addAll(COMMON_OPTIONS);
        return options;
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
