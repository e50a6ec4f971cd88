package cloud.magento.accounts.link.it.server;

import java.nio.file.Path;
import java.util.List;

/** A Keycloak of one test, as a process, for what the shared one cannot show: other options, and its start. */
public final class OwnKeycloak {

    private OwnKeycloak() {}

    /** The options of a node of a cluster, which listens on the loopback interface. */
    public static List<String> clusterOptions() {
        return List.of(
                "--cache=ispn",
                "--cache-embedded-network-bind-address=127.0.0.1",
                "--cache-embedded-network-bind-port=" + FreePort.forCluster());
    }

    /**
     * Starts a Keycloak. The caller closes it.
     *
     * @param name the name of its log, without an extension
     * @param realm the file of a realm to import besides the usual ones
     */
    public static KeycloakServer start(String name, boolean metrics, Path realm, List<String> options) {
        KeycloakServer server =
                new DistributionServer(ServerSettings.fromBuild(FreePort.any(), FreePort.any(), name + ".log", options)
                        .withMetrics(metrics)
                        .withImport(realm.getFileName().toString(), realm));
        Thread stop = new Thread(server::close, "stop-" + name);
        Runtime.getRuntime().addShutdownHook(stop);
        server.start();
        return server;
    }
}
