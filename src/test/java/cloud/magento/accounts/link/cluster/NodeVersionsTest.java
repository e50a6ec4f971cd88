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

    private static final ClusterMember B = new ClusterMember("b", "1");
    private static final ClusterMember C = new ClusterMember("c", "2");
    private static final List<ClusterMember> OTHERS = List.of(B, C);

    private final FakeSession session = new FakeSession();
    private final SingleUseObjectProvider shared = session.model().singleUseObjects();

    @Test
    void differInNothingIfAllNodesAnnounceTheSameOne() {
        NodeVersions.announce(shared, B, "1.0.0");
        NodeVersions.announce(shared, C, "1.0.0");

        assertThat(NodeVersions.differing(shared, OTHERS, "1.0.0")).isEqualTo(new NodeVersions(List.of(), Map.of()));
    }

    @Test
    void areMissingFromNodesThatAnnounceNone() {
        NodeVersions.announce(shared, C, "1.0.0");

        assertThat(NodeVersions.differing(shared, OTHERS, "1.0.0").missing()).containsExactly("b");
    }

    @Test
    void areMissingFromANodeThatAnnouncedOneBeforeItsLatestStart() {
        NodeVersions.announce(shared, B, "1.0.0");
        ClusterMember again = new ClusterMember("b", "3");

        assertThat(NodeVersions.differing(shared, List.of(again), "1.0.0").missing())
                .containsExactly("b");
    }

    @Test
    void areNamedIfTheyAreOtherOnes() {
        NodeVersions.announce(shared, B, "0.9.0");
        NodeVersions.announce(shared, C, "1.0.0");

        assertThat(NodeVersions.differing(shared, OTHERS, "1.0.0"))
                .isEqualTo(new NodeVersions(List.of(), Map.of("b", "0.9.0")));
    }

    @Test
    void areForgottenOnceTheAnnouncementExpires() {
        NodeVersions.announce(shared, B, "1.0.0");
        NodeVersions.announce(shared, C, "1.0.0");
        session.expireSingleUseObjects();

        assertThat(NodeVersions.differing(shared, OTHERS, "1.0.0").missing()).containsExactly("b", "c");
    }

    @Test
    void outlastSomeAnnouncementsThatFail() {
        NodeVersions.announce(shared, B, "1.0.0");

        assertThat(session.lifespanOf("magento-link.node.1"))
                .isGreaterThan(NodeVersions.PERIOD.multipliedBy(5).toSeconds());
    }

    @Test
    void differInNothingWithoutACluster() {
        assertThat(NodeVersions.differing(shared, List.of(), "1.0.0")).isEqualTo(new NodeVersions(List.of(), Map.of()));
    }
}
