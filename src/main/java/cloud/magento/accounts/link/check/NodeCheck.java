package cloud.magento.accounts.link.check;

import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.cluster.NodeVersions;
import cloud.magento.accounts.link.support.ExtensionVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;

/** Checks whether all nodes of the cluster have the same version of this extension. */
final class NodeCheck {

    private NodeCheck() {}

    static List<Finding> findings(KeycloakSession session) {
        return findings(NodeVersions.differing(session), ExtensionVersion.text());
    }

    static List<Finding> findings(NodeVersions differing, String version) {
        List<Finding> findings = new ArrayList<>();
        if (!differing.missing().isEmpty()) {
            findings.add(Finding.error(
                    Code.NODES_DIFFER,
                    "Nodes of the cluster lack this extension: " + String.join(", ", differing.missing())
                            + ". They reject logins and requests for tokens, or let users in without the page.",
                    "Check again in a minute if they have just started. Otherwise replace them: docs/upgrade.md."));
        }
        if (!differing.other().isEmpty()) {
            String others = differing.other().entrySet().stream()
                    .map(node -> node.getKey() + " (" + node.getValue() + ")")
                    .collect(Collectors.joining(", "));
            findings.add(Finding.warning(
                    Code.NODES_DIFFER,
                    "This node has version " + version
                            + " of this extension, and other nodes of the cluster have another" + " one: " + others
                            + ". A login that begins at one of them may fail at another one.",
                    "Replace all nodes at once: docs/upgrade.md."));
        }
        return findings;
    }
}
