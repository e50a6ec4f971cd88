package cloud.magento.accounts.link.it.server;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two nodes on one PostgreSQL behind a {@link Balancer}, joined by Keycloak's own clustering. Its address is that of
 * the balancer, for browsers and for the nodes themselves.
 */
public final class Cluster implements KeycloakServer {

    /** The value of {@code -Dkeycloak.server} that asks for it. */
    public static final String SERVER = "cluster";

    private final Balancer balancer = new Balancer();
    private final ClusterNode first;
    private final ClusterNode second;

    Cluster(List<String> options) {
        if (!ServerSettings.haveDatabase()) {
            throw new ServerFailedException("A cluster needs a PostgreSQL: say where with -Dkeycloak.db-url.");
        }
        first = new ClusterNode("node-1", address(), options);
        second = new ClusterNode("node-2", address(), options);
        balancer.serve(List.of(first, second));
    }

    /** The node that was started first. */
    public ClusterNode first() {
        return first;
    }

    /** The other node. */
    public ClusterNode second() {
        return second;
    }

    /** What is in front of both nodes. */
    public Balancer balancer() {
        return balancer;
    }

    @Override
    public URI address() {
        return balancer.address();
    }

    @Override
    public URI managementAddress() {
        return first.managementAddress();
    }

    @Override
    public String testHost() {
        return "127.0.0.1";
    }

    @Override
    public List<String> log() {
        return Stream.concat(first.log().stream(), second.log().stream()).toList();
    }

    @Override
    public void start() {
        first.start();
        second.start();
        awaitBoth();
    }

    /** Starts the nodes that do not run, and waits until each knows the other. */
    public void heal() {
        for (ClusterNode node : List.of(first, second)) {
            if (!node.isRunning()) {
                node.start();
            }
        }
        awaitBoth();
    }

    private void awaitBoth() {
        first.awaitView(2);
        second.awaitView(2);
    }

    @Override
    public void close() {
        first.stop();
        second.stop();
        balancer.close();
    }
}
