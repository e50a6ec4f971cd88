package cloud.magento.accounts.link.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.check.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Findings of a check that count")
final class LastingFindingsTest {

    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");
    private static final Finding NODES = new Finding("nodes_differ", "error", "a node lacks it", "replace it");
    private static final Finding MODE = new Finding("mode_off", "info", "the mode is off", "switch it on");

    private final LastingFindings lasting = new LastingFindings();

    @Test
    void areAllOthersAtOnce() {
        assertThat(lasting.of("realm", List.of(MODE, NODES), BEGIN)).containsExactly(MODE);
    }

    @Test
    void areThoseAboutNodesOnceTheyHaveLasted() {
        lasting.of("realm", List.of(NODES), BEGIN);

        assertThat(lasting.of("realm", List.of(NODES), BEGIN.plusSeconds(119))).isEmpty();
        assertThat(lasting.of("realm", List.of(NODES), BEGIN.plusSeconds(120))).containsExactly(NODES);
    }

    @Test
    void areThoseAboutNodesAnewIfTheyWereGone() {
        lasting.of("realm", List.of(NODES), BEGIN);
        lasting.of("realm", List.of(), BEGIN.plusSeconds(60));

        assertThat(lasting.of("realm", List.of(NODES), BEGIN.plusSeconds(130))).isEmpty();
    }

    @Test
    void areNotThoseAboutOtherNodesThanBefore() {
        Finding other = new Finding("nodes_differ", "error", "another node lacks it", "replace it");
        lasting.of("realm", List.of(NODES), BEGIN);

        assertThat(lasting.of("realm", List.of(other), BEGIN.plusSeconds(120))).isEmpty();
    }

    @Test
    void areOfEachRealm() {
        lasting.of("one", List.of(NODES), BEGIN);

        assertThat(lasting.of("another", List.of(NODES), BEGIN.plusSeconds(120)))
                .isEmpty();
    }
}
