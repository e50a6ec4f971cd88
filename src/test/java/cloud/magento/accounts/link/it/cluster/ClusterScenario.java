package cloud.magento.accounts.link.it.cluster;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.LoginAddress;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Balancer;
import cloud.magento.accounts.link.it.server.Cluster;
import cloud.magento.accounts.link.it.server.ClusterNode;
import cloud.magento.accounts.link.it.server.SharedKeycloak;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The base of the tests with two nodes. Both run when a test begins, and each request goes to the other one. */
@Tag("cluster")
@ExtendWith(ClusterCondition.class)
@Timeout(value = 120, unit = TimeUnit.MINUTES)
abstract class ClusterScenario extends CloudScenario {

    private static final Duration HEALED = Duration.ofMinutes(3);

    /** As many answers without an error mean that the broken connections are gone, on both nodes. */
    private static final int IN_A_ROW = 10;

    protected final Cluster cluster = SharedKeycloak.cluster();
    protected final Balancer balancer = cluster.balancer();
    protected final ClusterNode first = cluster.first();
    protected final ClusterNode second = cluster.second();

    @BeforeEach
    void bothNodesTakeTurns() {
        balancer.inTurn();
        cluster.heal();
        balancer.takeServed();
    }

    @AfterEach
    void pinNothing() {
        balancer.inTurn();
    }

    /** Sends what is pressed on this page, and what follows in the same login, to one node. */
    protected final void pin(ConnectPage page, ClusterNode node) {
        balancer.pin("tab_id=" + LoginAddress.of(URI.create(page.action())).parameter("tab_id"), node);
    }

    /** Starts the second node again, without the JAR. Requests of admins go to the first one. */
    protected final void startSecondWithoutExtension() {
        second.stop();
        second.startWithoutExtension();
        second.awaitView(2);
        balancer.pin(" /admin/", first);
        balancer.pin(" /realms/master/", first);
    }

    /** Waits until the check at the first node has these findings about the other nodes, by severity and message. */
    protected final void awaitNodesThatDiffer(String... patterns) {
        balancer.pin(" /admin/", first);
        Eventually.get(
                () -> {
                    List<String> findings = nodesThatDiffer();
                    return findings.size() == patterns.length
                                    && IntStream.range(0, patterns.length)
                                            .allMatch(i -> findings.get(i).matches(patterns[i]))
                            ? Optional.of(findings)
                            : Optional.empty();
                },
                () -> "" + nodesThatDiffer());
    }

    private static List<String> nodesThatDiffer() {
        List<String> findings = new ArrayList<>();
        Reports.get("check", Map.of()).forEach(finding -> {
            if (finding.get("code").asText().equals("nodes_differ")) {
                findings.add(finding.get("severity").asText() + ": "
                        + finding.get("message").asText());
            }
        });
        return findings;
    }

    /** Replaces the realm by the one of the file: a start imports what is missing. */
    protected final void importTheRealmAgain() {
        second.stop();
        balancer.inTurn();
        balancer.pinAll(first);
        Site.cloud().remove();
        cluster.heal();
        balancer.inTurn();
    }

    /** Reloads the page until no node has a broken connection to PostgreSQL any more. */
    protected static void reloadUntilHealed(Browser atPage) {
        Eventually.get(
                HEALED,
                () -> IntStream.range(0, IN_A_ROW)
                                .allMatch(i -> atPage.tab().reload().isConnectPage())
                        ? Optional.of(true)
                        : Optional.empty(),
                () -> "" + atPage.shown());
    }
}
