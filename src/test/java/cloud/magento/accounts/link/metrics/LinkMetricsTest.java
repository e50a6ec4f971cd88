package cloud.magento.accounts.link.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Reported;
import cloud.magento.accounts.link.support.LinkError;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics")
final class LinkMetricsTest {

    private static final int COUNTERS = Decision.CODES.size()
            + LinkChangeOutcome.values().length
            + LinkError.values().length
            + TokenGrant.values().length
            + ReminderOutcome.values().length
            + 2;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        LinkMetrics.retainRealms(Set.of());
        Metrics.removeRegistry(registry);
        LinkMetrics.start();
    }

    @Test
    void areNoneWithoutARegistry() {
        assertThat(LinkMetrics.start()).isFalse();
        LinkMetrics.retainRealms(Set.of("cloud"));
        LinkMetrics.countNotNow("cloud");
        LinkMetrics.setUsers("cloud", Map.of("overdue", 1L));

        assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
    }

    @Test
    void areRegisteredForEachValueOfTheClosedLists() {
        start();
        LinkMetrics.retainRealms(Set.of("cloud"));

        assertThat(registry.getMeters()).hasSize(COUNTERS);
        assertThat(registry.getMeters().stream().map(Meter::getId))
                .allMatch(id -> id.getName().startsWith("keycloak.magento.link."))
                .allMatch(id -> "cloud".equals(id.getTag("realm")));
        assertThat(value("decisions", "decision", "report_enforce")).isZero();
    }

    @Test
    void countWhatHappens() {
        start();
        LinkMetrics.countDecision("cloud", new Reported(new Enforce(Instant.EPOCH)));
        LinkMetrics.countLink("cloud", LinkChangeOutcome.REPLACED);
        LinkMetrics.countError("cloud", LinkError.ACCOUNT_IN_USE);
        LinkMetrics.countRefusedTokens("cloud", TokenGrant.REFRESH_TOKEN);
        LinkMetrics.countReminder("cloud", ReminderOutcome.FAILED);
        LinkMetrics.countNotNow("cloud");
        LinkMetrics.countNotNow("cloud");
        LinkMetrics.countPrimaryLogin("cloud");

        assertThat(value("decisions", "decision", "report_enforce")).isOne();
        assertThat(value("links", "outcome", "replaced")).isOne();
        assertThat(value("links", "outcome", "magento_account_in_use")).isOne();
        assertThat(value("refused.tokens", "grant", "refresh_token")).isOne();
        assertThat(value("reminders", "outcome", "failed")).isOne();
        assertThat(value("not.now", "realm", "cloud")).isEqualTo(2);
        assertThat(value("primary.logins", "realm", "cloud")).isOne();
        assertThat(registry.getMeters().stream()
                        .mapToDouble(LinkMetricsTest::value)
                        .sum())
                .isEqualTo(8);
    }

    @Test
    void haveGaugesOnlyWhileTheyAreSet() {
        start();
        LinkMetrics.setUsers("cloud", Map.of("overdue", 1L, "pending", 2L));
        LinkMetrics.setUsers("cloud", Map.of("overdue", 3L));
        LinkMetrics.setFindings("cloud", Map.of(new FindingLabels("error", "provider_missing"), 1L));

        assertThat(value("users", "state", "overdue")).isEqualTo(3);
        assertThat(value("check.findings", "code", "provider_missing")).isOne();
        assertThat(registry.getMeters()).hasSize(2);

        LinkMetrics.removeGauges();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void disappearWithTheirRealm() {
        start();
        Stream.of("cloud", "gone").forEach(realm -> {
            LinkMetrics.countNotNow(realm);
            LinkMetrics.setUsers(realm, Map.of("overdue", 1L));
        });

        LinkMetrics.retainRealms(Set.of("cloud"));
        assertThat(registry.getMeters())
                .hasSize(COUNTERS + 1)
                .allMatch(meter -> "cloud".equals(meter.getId().getTag("realm")));

        LinkMetrics.removeRealm("cloud");
        assertThat(registry.getMeters()).isEmpty();
        assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
    }

    private void start() {
        Metrics.addRegistry(registry);
        assertThat(LinkMetrics.start()).isTrue();
    }

    private double value(String name, String label, String value) {
        return value(
                registry.get("keycloak.magento.link." + name).tag(label, value).meter());
    }

    private static double value(Meter meter) {
        return meter.measure().iterator().next().getValue();
    }
}
