package cloud.magento.accounts.link.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.MetricsPage;
import cloud.magento.accounts.link.it.scenario.Programs;
import cloud.magento.accounts.link.it.server.KeycloakServer;
import cloud.magento.accounts.link.it.server.OwnKeycloak;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderSimpleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What a server checks and counts by itself, each second here. */
final class WatchIT {

    private static final List<String> STATES =
            List.of("disabled", "connected", "exempt", "overdue", "snoozed", "pending");

    @TempDir
    static Path directory;

    private static KeycloakServer server;
    private static Keycloak admin;
    private static MetricsPage metrics;

    @BeforeAll
    static void start() {
        List<String> options = new ArrayList<>(OwnKeycloak.clusterOptions());
        options.add("--spi-events-listener--magento-link-lost-answers--count-seconds=1");
        options.add("--event-metrics-user-tags=realm");
        server = OwnKeycloak.start("keycloak-watched", true, WatchedRealm.writeTo(directory), options);
        admin = Keycloak.getInstance(server.address().toString(), "master", "admin", "admin", "admin-cli");
        metrics = new MetricsPage(server);
        Eventually.get(
                Duration.ofMinutes(1),
                () -> metrics.series("_users{").stream().findFirst(),
                () -> "Nothing is counted: " + server.log());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The types of the cluster differ between the versions of Keycloak. */
    @Test
    void findsNothingAboutTheNodesOfAClusterOfOne() {
        Http.Answer check = Http.send(
                "GET",
                server.address() + "/admin/realms/cloud/magento-link/check",
                admin.tokenManager().getAccessTokenString(),
                "");

        assertThat(check.status()).as(check.body()).isEqualTo(200);
        assertThat(check.body()).doesNotContain("nodes_differ");
        assertThat(server.log()).noneMatch(line -> line.contains("does not announce"));
    }

    @Test
    void countsWhatTheReportOfProgressCounts() {
        UserRepresentation carol = new UserRepresentation();
        carol.setUsername("carol-of-the-metrics");
        carol.setEnabled(true);
        admin.realm("cloud").users().create(carol).close();
        JsonNode progress = progress();
        assertThat(progress.get("total").asLong()).isPositive();

        STATES.forEach(state ->
                metrics.await(progress.get(state).asLong(), "users", "realm=\"cloud\"", "state=\"" + state + "\""));
        assertThat(metrics.series("_users{", "realm=\"cloud\"")).hasSameSizeAs(STATES);
        assertThat(metrics.series("realm=\"master\""))
                .as("a realm without the action")
                .isEmpty();
    }

    @Test
    void writesEachFindingOfTheStartToTheLogOnce() {
        Eventually.get(
                () -> findings("provider_missing").stream().findFirst(),
                () -> "The log has no finding: " + findings(""));
        metrics.await(1, "check_findings", "realm=\"" + WatchedRealm.NAME + "\"", "code=\"provider_missing\"");
        // Only a further check knows of a new realm.
        for (String name : List.of("later", "still-later")) {
            createRealm(name);
            metrics.await(0, "users", "realm=\"" + name + "\"", "state=\"overdue\"");
        }

        assertThat(findings("provider_missing"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("ERROR")
                        .contains("nobody can connect")
                        .contains("Remedy: Identity providers: add it"));
        assertThat(findings("cutoff_missing"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("WARN"));
        assertThat(findings("mode_report"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("INFO"));
    }

    @Test
    void writesOnlyWhatAChangeOfTheSettingsBrings() {
        RealmResource realm = createRealm("changed");
        Eventually.get(
                // The last one of the first check.
                () -> findingsOf("changed", "events_not_saved").stream().findFirst(),
                () -> "The log has no finding of the new realm.");
        assertThat(findingsOf("changed", "settings_empty")).hasSize(1);
        int mark = server.log().size();

        RequiredActionProviderRepresentation action = realm.flows().getRequiredAction("connect-magento");
        action.setConfig(Map.of("mode", "report", "cutoff", "2999-01-01"));
        realm.flows().updateRequiredAction("connect-magento", action);

        Eventually.get(
                () -> findingsOf("changed", "mode_report").stream().findFirst(),
                () -> "The log has nothing of the change: " + server.logSince(mark));
        metrics.await(0, "check_findings", "realm=\"changed\"", "code=\"settings_empty\"");
        assertThat(server.logSince(mark).stream().filter(line -> line.contains("Check of realm changed")))
                .singleElement()
                .asString()
                .contains("mode_report");
    }

    @Test
    void dropsTheSeriesOfADeletedRealm() {
        RealmResource realm = createRealm("deleted");
        metrics.await(0, "users", "realm=\"deleted\"", "state=\"overdue\"");
        metrics.await(0, "not_now_total", "realm=\"deleted\"");

        realm.remove();

        Eventually.get(
                () -> Optional.of(metrics.series("realm=\"deleted\"")).filter(List::isEmpty),
                () -> "Series remain: " + metrics.series("realm=\"deleted\""));
    }

    @Test
    void bringsDataForEachExpressionOfTheDashboardAndTheAlerts() {
        Programs.assume("prometheus", "the test of the dashboard");
        Http.post(
                server.address() + "/realms/cloud/protocol/openid-connect/token",
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", "nobody", "password", "x"));
        try (Prometheus prometheus = new Prometheus(directory, server.managementAddress(), MonitoringFiles.ALERTS)) {
            Eventually.get(() -> Optional.of(true).filter(ready -> prometheus.isReady()), () -> "It does not start.");
            Stream.of(MonitoringFiles.dashboardExpressions(), MonitoringFiles.alertSelectors())
                    .flatMap(List::stream)
                    .forEach(expression -> Eventually.get(
                            () -> Optional.of(prometheus.count(expression)).filter(count -> count > 0),
                            () -> "No data: " + expression));
            Eventually.get(
                    () -> Optional.of(prometheus.rules())
                            .filter(rules -> rules.stream()
                                    .allMatch(
                                            rule -> rule.get("health").asText().equals("ok"))),
                    () -> "Rules cannot be evaluated: " + prometheus.rules());
            assertThat(prometheus.rules()).hasSizeGreaterThanOrEqualTo(7);
        }
    }

    private static RealmResource createRealm(String name) {
        RealmRepresentation realm = new RealmRepresentation();
        realm.setRealm(name);
        realm.setEnabled(true);
        admin.realms().create(realm);
        RequiredActionProviderSimpleRepresentation action = new RequiredActionProviderSimpleRepresentation();
        action.setProviderId("connect-magento");
        action.setName("Connect with Magento.com");
        admin.realm(name).flows().registerRequiredAction(action);
        return admin.realm(name);
    }

    private static List<String> findings(String code) {
        return findingsOf(WatchedRealm.NAME, code);
    }

    private static List<String> findingsOf(String realm, String code) {
        return server.log().stream()
                .filter(line -> line.contains("Check of realm " + realm + ": " + code))
                .toList();
    }

    private static JsonNode progress() {
        return Http.send(HttpRequest.newBuilder(
                                URI.create(server.address() + "/admin/realms/cloud/magento-link/progress"))
                        .header("Accept", "application/json")
                        .header(
                                "Authorization",
                                "Bearer " + admin.tokenManager().getAccessTokenString())
                        .build())
                .tree();
    }
}
