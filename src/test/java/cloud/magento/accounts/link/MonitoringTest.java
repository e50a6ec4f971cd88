package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.it.scenario.Programs;
import cloud.magento.accounts.link.metrics.LinkChangeOutcome;
import cloud.magento.accounts.link.metrics.ReminderOutcome;
import cloud.magento.accounts.link.metrics.TokenGrant;
import cloud.magento.accounts.link.report.UserState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The alert rules and the metrics")
final class MonitoringTest {

    @ParameterizedTest
    @ValueSource(strings = {"check rules deploy/grafana/alerts.yaml", "test rules deploy/grafana/alerts.test.yaml"})
    void passPromtool(String command) throws IOException, InterruptedException {
        Programs.assume("promtool", "the test of the alert rules");
        Process promtool = new ProcessBuilder(Stream.concat(Stream.of("promtool"), List.of(command.split(" ")).stream())
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(output).isZero();
        assertThat(output).contains("SUCCESS");
    }

    @Test
    void areDescribedWithAllLabels() throws IOException {
        String page = Files.readString(Path.of("docs/monitoring.md"));

        assertThat(Stream.of(
                                Finding.Severity.values(),
                                TokenGrant.values(),
                                LinkChangeOutcome.values(),
                                ReminderOutcome.values(),
                                UserState.values())
                        .flatMap(Arrays::stream)
                        .map(value -> "`" + value.name().toLowerCase(Locale.ROOT) + "`"))
                .allMatch(page::contains);
    }
}
