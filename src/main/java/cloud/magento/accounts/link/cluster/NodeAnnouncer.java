package cloud.magento.accounts.link.cluster;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Announces the version of this node to the other nodes, in a thread of its own: a node that is busy must not look like
 * one without the extension.
 */
public final class NodeAnnouncer {

    private static final Logger LOG = Logger.getLogger(NodeAnnouncer.class);
    private static final String THREAD = "magento-link-announcer";

    private final Runnable announcement;
    private final Duration period;
    private final ScheduledThreadPoolExecutor executor;

    private boolean isAnnounced = true;

    /** Creates the announcer of this server. */
    public NodeAnnouncer(KeycloakSessionFactory factory) {
        this(() -> KeycloakModelUtils.runJobInTransaction(factory, NodeVersions::announce), NodeVersions.PERIOD);
    }

    NodeAnnouncer(Runnable announcement, Duration period) {
        this.announcement = announcement;
        this.period = period;
        this.executor = new ScheduledThreadPoolExecutor(1, NodeAnnouncer::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, THREAD);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins, once the server has started. The first announcement is made at once. */
    public void start() {
        executor.scheduleWithFixedDelay(this::announce, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends the thread. */
    public void stop() {
        executor.shutdownNow();
    }

    private void announce() {
        try {
            announcement.run();
            isAnnounced = true;
        } catch (RuntimeException | LinkageError e) {
            // A later version of Keycloak may have another Infinispan, whose classes do not fit. If the server stops,
            // its caches are closed.
            if (isAnnounced && !executor.isShutdown()) {
                LOG.warn("This node does not announce its version to the other nodes.", e);
            }
            // Once, and not every minute.
            isAnnounced = false;
        }
    }
}
