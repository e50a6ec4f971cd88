package cloud.magento.accounts.link.cluster;

import cloud.magento.accounts.link.support.ExtensionVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The other nodes of the cluster that do not have the version of this extension that this node has. A node without the
 * extension cannot say so: each node with it announces its version in Keycloak's single-use objects, which all nodes
 * share.
 *
 * @param missing the names of the nodes that announce no version, in the order of the cluster
 * @param other the version by the name of the node, sorted by name
 */
public record NodeVersions(List<String> missing, Map<String, String> other) {

    /** The time between two announcements of a node. */
    public static final Duration PERIOD = Duration.ofMinutes(5);

    /** A node that was too busy twice is not reported. */
    private static final Duration KEPT = PERIOD.multipliedBy(3);

    private static final String KEY = "magento-link.node.";
    private static final String VERSION = "version";

    /**
     * Announces the version of this node until {@link #PERIOD} has passed three times. Does nothing without a cluster.
     */
    public static void announce(KeycloakSession session) {
        announce(session.singleUseObjects(), ClusterMembers.of(session), ExtensionVersion.text());
    }

    static void announce(SingleUseObjectProvider shared, ClusterMembers members, String version) {
        if (members.isCluster()) {
            shared.put(KEY + members.self(), KEPT.toSeconds(), Map.of(VERSION, version));
        }
    }

    /** Compares the other nodes with this one. */
    public static NodeVersions differing(KeycloakSession session) {
        return differing(session.singleUseObjects(), ClusterMembers.of(session), ExtensionVersion.text());
    }

    static NodeVersions differing(SingleUseObjectProvider shared, ClusterMembers members, String version) {
        List<String> missing = new ArrayList<>();
        Map<String, String> other = new TreeMap<>();
        for (String name : members.others()) {
            Map<String, String> announced = shared.get(KEY + name);
            if (announced == null) {
                missing.add(name);
            } else if (!version.equals(announced.get(VERSION))) {
                other.put(name, announced.get(VERSION));
            }
        }
        return new NodeVersions(missing, other);
    }
}
