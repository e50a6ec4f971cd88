package cloud.magento.accounts.link.it.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the nodes of a {@link Cluster}. It can be killed and started again. */
public final class ClusterNode {

    /** What Infinispan logs when nodes have joined or left, with their number. */
    private static final Pattern VIEW =
            Pattern.compile("ISPN00009[34]: Received new(?:, MERGED)? cluster view .*?\\((\\d+)\\) \\[");

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final String name;
    private final URI site;
    private final List<String> options = new ArrayList<>();
    private final int port = FreePort.any();
    private final int managementPort = FreePort.any();
    private int starts;
    private DistributionServer server;
    private volatile boolean running;

    /**
     * Describes it.
     *
     * @param site where browsers find the cluster
     */
    ClusterNode(String name, URI site, List<String> options) {
        this.name = name;
        this.site = site;
        this.options.addAll(OwnKeycloak.clusterOptions());
        this.options.addAll(options);
    }

    /** Its own address, past the balancer. */
    public URI address() {
        return URI.create("http://localhost:" + port);
    }

    URI managementAddress() {
        return URI.create("http://localhost:" + managementPort);
    }

    int port() {
        return port;
    }

    /** Whether it has been started, and neither killed nor stopped since. */
    public boolean isRunning() {
        return running;
    }

    /** What it has logged since its latest start. */
    public List<String> log() {
        return server == null ? List.of() : server.log();
    }

    /** Starts it with the JAR. */
    public void start() {
        start(settings());
    }

    /** Starts it without the JAR, as a node that an update has not reached. */
    public void startWithoutExtension() {
        start(settings().withoutExtension());
    }

    /** Starts it with another JAR, such as that of another version. */
    public void startWith(Path jar) {
        start(settings().withExtension(jar));
    }

    private ServerSettings settings() {
        starts++;
        return ServerSettings.fromBuild(port, managementPort, name + "-" + starts + ".log", options)
                .behind(site);
    }

    private synchronized void start(ServerSettings settings) {
        server = new DistributionServer(settings);
        server.start();
        running = true;
    }

    /** Ends it at once, as a crash does. */
    public void kill() {
        running = false;
        server.kill();
        server.close();
    }

    /** Ends it as an administrator does. */
    public void stop() {
        running = false;
        if (server != null) {
            server.close();
        }
    }

    /** Waits until it has heard of this number of nodes, itself included. */
    public void awaitView(int nodes) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (view() != nodes) {
            if (Instant.now().isAfter(deadline)) {
                throw new ServerFailedException(
                        name + " sees " + view() + " nodes instead of " + nodes + " after " + PATIENCE + ".", log());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private int view() {
        int nodes = 0;
        for (String line : log()) {
            Matcher matcher = VIEW.matcher(line);
            if (matcher.find()) {
                nodes = Integer.parseInt(matcher.group(1));
            }
        }
        return nodes;
    }

    @Override
    public String toString() {
        return name;
    }
}
