package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.cluster.NodeVersions;
import cloud.magento.accounts.link.support.ExtensionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;

/** Checks whether all nodes of the cluster have the same version of this extension. */
final class NodeCheck {

    private static final Logger LOG = Logger.getLogger(NodeCheck.class);

    private NodeCheck() {}

    /** While a cluster is in trouble, its caches may not answer. That must not hide all other findings. */
    static List<Finding> findings(KeycloakSession session) {
        try {
            return findings(NodeVersions.differing(session), ExtensionVersion.text());
        } catch (RuntimeException | LinkageError e) {
            // A later version of Keycloak may have another Infinispan, whose classes do not fit.
            LOG.debug("The nodes of the cluster could not be compared.", e);
            return List.of(Finding.warning(
                    Code.NODES_DIFFER,
                    "The nodes of the cluster could not be compared, so one may lack this extension: "
                            // The text of an error can differ each time, and a finding that changes never lasts.
                            + e.getClass().getSimpleName() + ".",
                    "Check again in two minutes. If it is found again, look for errors of Infinispan in the log of"
                            + " Keycloak."));
        }
    }

    static List<Finding> findings(NodeVersions differing, String version) {
        List<Finding> findings = new ArrayList<>();
        if (!differing.missing().isEmpty()) {
            findings.add(Finding.error(
                    Code.NODES_DIFFER,
                    "Nodes of the cluster lack this extension: " + String.join(", ", differing.missing())
                            + ". They reject logins and requests for tokens, or let users in without the page.",
                    "Check again in two minutes: they may have just started. If they are found again, replace them:"
                            + " docs/upgrade.md."));
        }
        if (!differing.other().isEmpty()) {
            String others = differing.other().entrySet().stream()
                    .map(node -> node.getKey() + " (" + node.getValue() + ")")
                    .collect(Collectors.joining(", "));
            findings.add(Finding.warning(
                    Code.NODES_DIFFER,
                    "This node has version " + version
                            + " of this extension, and other nodes of the cluster have another one: " + others
                            + ". A login that begins at one of them may fail at another one.",
                    "Replace all nodes at once: docs/upgrade.md."));
        }
        return findings;
    }
}
