package cloud.magento.accounts.link.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.metrics.FindingLabels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The number of findings")
final class FindingCountsTest {

    @Test
    void isZeroForEachKindOfTheClosedList() {
        Map<FindingLabels, Long> counts = RolloutWatch.byLabels(List.of());

        assertThat(counts.keySet().stream().map(FindingLabels::code).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Code.values()).map(Code::code).toList());
        assertThat(counts.values()).containsOnly(0L);
    }

    @Test
    void isPerKindAndSeverity() {
        Finding missing = new Finding("authenticator_missing", "error", "", "");
        Finding other = new Finding("authenticator_missing", "error", "another flow", "");

        assertThat(RolloutWatch.byLabels(List.of(missing, other)))
                .hasSameSizeAs(RolloutWatch.byLabels(List.of()))
                .containsEntry(new FindingLabels("error", "authenticator_missing"), 2L);
    }
}
