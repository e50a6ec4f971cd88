package cloud.magento.accounts.link.it.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Keycloak as it runs in production: with the whole compiler, without a log of statements, on PostgreSQL. */
public final class MeasuredKeycloak {

    private MeasuredKeycloak() {}

    /**
     * Starts one. The caller closes it.
     *
     * @param start what differs between the compared ones
     * @param options options of its start
     */
    public static KeycloakServer start(Start start, List<String> options) {
        KeycloakServer server = new DistributionServer(settings(start, options));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-" + start.name()));
        server.start();
        return server;
    }

    /** Runs {@code kc.sh build} for such a server, unless that was done before. */
    public static void prepare(Start start) {
        new PreparedDistribution(settings(start, List.of())).home();
    }

    private static ServerSettings settings(Start start, List<String> options) {
        ServerSettings plain =
                ServerSettings.fromBuild(FreePort.any(), FreePort.any(), "benchmark-" + start.name() + ".log", options);
        Map<String, String> environment = new HashMap<>();
        environment.put("JAVA_OPTS_APPEND", "");
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms" + start.heap() + " -Xmx" + start.heap());
        return new ServerSettings(
                plain.root(),
                start.hasExtension() ? plain.providers() : List.of(StandInJar.write()),
                plain.cache(),
                plain.version(),
                plain.port(),
                plain.managementPort(),
                plain.logFile(),
                plain.ownOptions(),
                true,
                Map.of("cloud-realm.json", start.realm()),
                plain.site(),
                Optional.of(start.database()),
                environment);
    }

    /**
     * What differs between the compared ones.
     *
     * @param name of its log
     * @param realm the file of the realm cloud
     * @param database its address
     * @param heap the size of its heap, as Java's options write it
     */
    public record Start(String name, boolean hasExtension, Path realm, String database, String heap) {}
}
