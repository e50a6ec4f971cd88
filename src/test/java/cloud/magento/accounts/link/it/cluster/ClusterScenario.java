package cloud.magento.accounts.link.it.cluster;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.LoginAddress;
import cloud.magento.accounts.link.it.server.Balancer;
import cloud.magento.accounts.link.it.server.Cluster;
import cloud.magento.accounts.link.it.server.ClusterNode;
import cloud.magento.accounts.link.it.server.SharedKeycloak;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The base of the tests with two nodes. Both run when a test begins, and each request goes to the other one. */
@Tag("cluster")
@ExtendWith(ClusterCondition.class)
@Timeout(value = 60, unit = TimeUnit.MINUTES)
abstract class ClusterScenario extends CloudScenario {

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
}
