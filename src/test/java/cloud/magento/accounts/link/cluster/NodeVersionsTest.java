package cloud.magento.accounts.link.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.SingleUseObjectProvider;

@DisplayName("The versions of the nodes")
final class NodeVersionsTest {

    private static final ClusterMembers A = new ClusterMembers("a", List.of("b", "c"));
    private static final ClusterMembers B = new ClusterMembers("b", List.of("a", "c"));
    private static final ClusterMembers C = new ClusterMembers("c", List.of("a", "b"));

    private final FakeSession session = new FakeSession();
    private final SingleUseObjectProvider shared = session.model().singleUseObjects();

    @Test
    void differInNothingIfAllNodesAnnounceTheSameOne() {
        NodeVersions.announce(shared, B, "1.0.0");
        NodeVersions.announce(shared, C, "1.0.0");

        assertThat(NodeVersions.differing(shared, A, "1.0.0")).isEqualTo(new NodeVersions(List.of(), Map.of()));
    }

    @Test
    void areMissingFromNodesThatAnnounceNone() {
        NodeVersions.announce(shared, C, "1.0.0");

        assertThat(NodeVersions.differing(shared, A, "1.0.0").missing()).containsExactly("b");
    }

    @Test
    void areNamedIfTheyAreOtherOnes() {
        NodeVersions.announce(shared, B, "0.9.0");
        NodeVersions.announce(shared, C, "1.0.0");

        assertThat(NodeVersions.differing(shared, A, "1.0.0"))
                .isEqualTo(new NodeVersions(List.of(), Map.of("b", "0.9.0")));
    }

    @Test
    void areForgottenOnceTheAnnouncementExpires() {
        NodeVersions.announce(shared, B, "1.0.0");
        NodeVersions.announce(shared, C, "1.0.0");
        session.expireSingleUseObjects();

        assertThat(NodeVersions.differing(shared, A, "1.0.0").missing()).containsExactly("b", "c");
    }

    @Test
    void outlastTwoAnnouncementsThatFail() {
        NodeVersions.announce(shared, B, "1.0.0");

        assertThat(session.lifespanOf("magento-link.node.b"))
                .isGreaterThan(NodeVersions.PERIOD.multipliedBy(2).toSeconds());
    }

    @Test
    void areNotAnnouncedWithoutACluster() {
        ClusterMembers alone = new ClusterMembers("", List.of());
        NodeVersions.announce(shared, alone, "1.0.0");

        assertThat(shared.get("magento-link.node.")).isNull();
        assertThat(NodeVersions.differing(shared, alone, "1.0.0")).isEqualTo(new NodeVersions(List.of(), Map.of()));
    }
}
