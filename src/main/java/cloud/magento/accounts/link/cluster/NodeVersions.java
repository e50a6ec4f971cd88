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

    /** The time between two announcements of a node. If the nodes that hold one crash, it is missing for so long. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    /** A node whose announcements fail or wait for less than this is not reported. */
    private static final Duration KEPT = Duration.ofMinutes(15);

    private static final String KEY = "magento-link.node.";
    private static final String VERSION = "version";

    /** Announces the version of this node. Does nothing without a cluster. */
    public static void announce(KeycloakSession session) {
        ClusterMember.self(session)
                .ifPresent(self -> announce(session.singleUseObjects(), self, ExtensionVersion.text()));
    }

    static void announce(SingleUseObjectProvider shared, ClusterMember self, String version) {
        shared.put(KEY + self.start(), KEPT.toSeconds(), Map.of(VERSION, version));
    }

    /** Compares the other nodes with this one. */
    public static NodeVersions differing(KeycloakSession session) {
        return differing(session.singleUseObjects(), ClusterMember.others(session), ExtensionVersion.text());
    }

    static NodeVersions differing(SingleUseObjectProvider shared, List<ClusterMember> others, String version) {
        List<String> missing = new ArrayList<>();
        Map<String, String> other = new TreeMap<>();
        for (ClusterMember member : others) {
            Map<String, String> announced = shared.get(KEY + member.start());
            if (announced == null) {
                missing.add(member.name());
            } else if (!version.equals(announced.get(VERSION))) {
                other.put(member.name(), announced.get(VERSION));
            }
        }
        return new NodeVersions(missing, other);
    }
}
