package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The alert rules")
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
}
