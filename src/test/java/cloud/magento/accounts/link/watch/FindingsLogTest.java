package cloud.magento.accounts.link.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.check.Finding;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The findings in the log")
final class FindingsLogTest {

    private static final Finding MISSING =
            new Finding("provider_missing", "error", "There is no provider.", "Identity providers: add it.");
    private static final Finding REPORT = new Finding("mode_report", "info", "The mode is report.", "The cog.");

    private final FindingsLog log = new FindingsLog();

    @Test
    void areWrittenOnceAsLongAsTheyRemain() {
        assertThat(log.news("1", List.of(MISSING))).containsExactly(MISSING);
        assertThat(log.news("1", List.of(MISSING, REPORT, REPORT))).containsExactly(REPORT);
        assertThat(log.news("1", List.of(MISSING, REPORT))).isEmpty();
    }

    @Test
    void areWrittenAgainIfTheyComeBack() {
        log.news("1", List.of(MISSING));

        assertThat(log.news("1", List.of())).isEmpty();
        assertThat(log.news("1", List.of(MISSING))).containsExactly(MISSING);
    }

    @Test
    void areThoseOfARealm() {
        log.news("1", List.of(MISSING));

        assertThat(log.news("2", List.of(MISSING))).containsExactly(MISSING);
    }

    @Test
    void areOneLineWithTheCodeAndTheRemedy() {
        assertThat(FindingsLog.line("cloud", MISSING))
                .isEqualTo("Check of realm cloud: provider_missing. There is no provider."
                        + " Remedy: Identity providers: add it.");
        assertThat(FindingsLog.line("cloud", new Finding("x", "error", "a\nb", "c\u2028d")))
                .doesNotContain("\n")
                .doesNotContain("\u2028");
    }
}
