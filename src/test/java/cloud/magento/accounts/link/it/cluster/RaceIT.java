package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Race;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two users confirm the same Magento.com account at the same moment, each on a node of their own: {@code -Drounds=1000}
 * for a long run.
 */
final class RaceIT extends ClusterScenario {

    private final Race race = new Race(users, app);

    @BeforeEach
    void oneSignInIsEnough() {
        set(Map.of("max_auth_age", "86400"));
    }

    @AfterEach
    void stop() {
        race.close();
    }

    @Test
    void oneOfThemGetsTheAccount() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = users.unlinked().magento();
        int annas = 0;
        int overlapping = 0;
        for (int round = 1; round <= Race.ROUNDS; round++) {
            balancer.inTurn();
            List<ConnectPage> questions = race.questions(anna, bert, account);
            pin(questions.get(0), round % 2 == 0 ? first : second);
            pin(questions.get(1), round % 2 == 0 ? second : first);
            balancer.takeServed();

            List<Shown> ends = race.confirm(questions);

            List<Served> served = balancer.takeServed();
            List<Served> confirmations = served.stream()
                    .filter(one -> one.request().startsWith("POST"))
                    .toList();
            assertThat(confirmations)
                    .extracting(Served::node)
                    .as("round %d: each on a node of their own", round)
                    .containsExactlyInAnyOrder(first, second);
            overlapping += confirmations.get(0).overlaps(confirmations.get(1)) ? 1 : 0;
            assertThat(served).as("round %d", round).noneMatch(request -> request.status() >= 500);
            CloudUser winner = race.winner(List.of(anna, bert), account, ends);
            annas += winner == anna ? 1 : 0;
            users.resource(winner).removeFederatedIdentity(CloudUsers.ALIAS);
        }
        assertThat(race.links(anna) + race.links(bert))
                .as("links that were written")
                .isEqualTo(Race.ROUNDS);
        assertThat(overlapping)
                .as("rounds in which both nodes worked at the same time")
                .isGreaterThan(Race.ROUNDS / 2);
        System.out.printf(
                "%d rounds on two nodes, %d of them at the same time: %d and %d links%n",
                Race.ROUNDS, overlapping, annas, Race.ROUNDS - annas);
    }
}
