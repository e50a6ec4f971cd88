package cloud.magento.accounts.link.check;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.cluster.NodeVersions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The check of the nodes")
final class NodeCheckTest {

    @Test
    void findsNothingIfTheVersionsAreTheSame() {
        assertThat(NodeCheck.findings(new NodeVersions(List.of(), Map.of()), "1.0.0"))
                .isEmpty();
    }

    @Test
    void namesTheNodesWithoutTheExtensionInAnError() {
        List<Finding> findings = NodeCheck.findings(new NodeVersions(List.of("kc-1", "kc-2"), Map.of()), "1.0.0");

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("nodes_differ");
            assertThat(finding.severity()).isEqualTo("error");
            assertThat(finding.message()).contains("lack this extension: kc-1, kc-2.");
        });
    }

    @Test
    void namesTheNodesWithAnotherVersionInAWarning() {
        NodeVersions other = new NodeVersions(List.of(), new TreeMap<>(Map.of("kc-1", "0.9.0", "kc-2", "1.1.0")));

        assertThat(NodeCheck.findings(other, "1.0.0")).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("nodes_differ");
            assertThat(finding.severity()).isEqualTo("warning");
            assertThat(finding.message()).contains("version 1.0.0").contains("kc-1 (0.9.0), kc-2 (1.1.0)");
        });
    }
}
