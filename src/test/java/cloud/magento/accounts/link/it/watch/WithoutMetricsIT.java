package cloud.magento.accounts.link.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MetricsPage;
import cloud.magento.accounts.link.it.server.KeycloakServer;
import cloud.magento.accounts.link.it.server.OwnKeycloak;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Keycloak that was built without metrics. */
@Tag("script")
final class WithoutMetricsIT {

    @Test
    void decidesAndChecksAllTheSame(@TempDir Path directory) {
        try (KeycloakServer server =
                OwnKeycloak.start("keycloak-without-metrics", false, WatchedRealm.writeTo(directory), List.of())) {
            assertThat(new MetricsPage(server).status()).isEqualTo(404);

            Eventually.get(
                    Duration.ofMinutes(1),
                    () -> server.log().stream()
                            .filter(line -> line.contains("Check of realm watched: provider_missing"))
                            .findFirst(),
                    () -> "The findings are not in the log.");
            Http.Answer refused = Http.post(
                    server.address() + "/realms/cloud/protocol/openid-connect/token",
                    Map.of(
                            "grant_type", "password",
                            "client_id", "admin-cli",
                            "username", "unlinked",
                            "password", "password"));
            assertThat(refused.body()).contains("must be connected with");
            assertThat(server.log())
                    .noneMatch(line -> line.contains("NoClassDefFoundError") || line.contains("were not counted"));
        }
    }
}
