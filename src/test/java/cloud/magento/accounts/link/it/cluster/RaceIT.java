package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import cloud.magento.accounts.link.it.server.ClusterNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two users confirm the same Magento.com account at the same moment, each on a node of their own: {@code -Drounds=1000}
 * for a long run.
 */
final class RaceIT extends ClusterScenario {

    private static final int ROUNDS = Integer.getInteger("rounds", 10);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Browser one = new Browser();
    private final Browser other = new Browser();

    @BeforeEach
    void oneSignInIsEnough() {
        set(Map.of("max_auth_age", "86400"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        one.close();
        other.close();
    }

    @Test
    void oneOfThemGetsTheAccount() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = users.unlinked().magento();
        int annas = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            balancer.inTurn();
            Future<ConnectPage> annasQuestion = threads.submit(() -> question(one, anna, account));
            Future<ConnectPage> bertsQuestion = threads.submit(() -> question(other, bert, account));
            ClusterNode annasNode = round % 2 == 0 ? first : second;
            ClusterNode bertsNode = round % 2 == 0 ? second : first;
            Map<ConnectPage, ClusterNode> confirmed = new HashMap<>();
            confirmed.put(annasQuestion.get(2, TimeUnit.MINUTES), annasNode);
            confirmed.put(bertsQuestion.get(2, TimeUnit.MINUTES), bertsNode);
            confirmed.forEach(this::pin);
            balancer.takeServed();

            List<Shown> ends = together(List.of(annasQuestion.get(), bertsQuestion.get()));

            List<Served> served = balancer.takeServed();
            assertThat(served.stream()
                            .filter(one -> one.request().startsWith("POST"))
                            .map(Served::node))
                    .as("round %d: each on a node of their own", round)
                    .containsExactlyInAnyOrder(first, second);
            assertThat(served).as("round %d", round).noneMatch(request -> request.status() >= 500);
            boolean isAnnas = users.isLinked(anna, account);
            annas += isAnnas ? 1 : 0;
            assertThat(users.isLinked(bert, account))
                    .as("round %d: exactly one link", round)
                    .isNotEqualTo(isAnnas);
            assertThat(ends.get(isAnnas ? 0 : 1).isAppPage())
                    .as("round %d: %s", round, ends)
                    .isTrue();
            assertThat(ends.get(isAnnas ? 1 : 0).connectPage().alert()).contains("already connected to another user");
            users.resource(isAnnas ? anna : bert).removeFederatedIdentity(CloudUsers.ALIAS);
        }
        assertThat(links(anna) + links(bert)).as("links that were written").isEqualTo(ROUNDS);
        System.out.printf("%d rounds on two nodes: %d and %d links%n", ROUNDS, annas, ROUNDS - annas);
    }

    /** From the second round on the browser is signed in at the cloud and at Magento.com. */
    private ConnectPage question(Browser browser, CloudUser user, MagentoAccount account) {
        Shown shown = browser.open(app.signIn().address());
        if (!shown.isConnectPage()) {
            shown = shown.signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
        }
        ConnectPage page = shown.connectPage();
        if (page.state().equals("reauthenticate")) {
            // The connection was removed after this sign-in.
            page = page.signInAgain()
                    .signInPage()
                    .ofCloud()
                    .signIn(user.username(), CloudUser.PASSWORD)
                    .connectPage();
        }
        shown = page.asks().connect();
        if (!shown.isConnectPage()) {
            shown = shown.signInPage().ofMagento().signIn(account.username(), CloudUser.PASSWORD);
        }
        return shown.connectPage().asksToConfirm();
    }

    private List<Shown> together(List<ConnectPage> questions) throws Exception {
        CyclicBarrier start = new CyclicBarrier(questions.size());
        List<Future<Shown>> ends = questions.stream()
                .map(question -> threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return question.confirm();
                }))
                .toList();
        return List.of(ends.get(0).get(2, TimeUnit.MINUTES), ends.get(1).get(2, TimeUnit.MINUTES));
    }

    private int links(CloudUser user) {
        return Site.cloud()
                .getEvents(List.of("FEDERATED_IDENTITY_LINK"), null, user.id(), null, null, null, null, 10 * ROUNDS)
                .size();
    }
}
