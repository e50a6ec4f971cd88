package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Race;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Concurrent confirmations for one Magento.com account, repeated: {@code -Drounds=1000} for a long run. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@Tag("links")
@Tag("sessions")
@Tag("writes")
final class OneToOneStressIT extends CloudScenario {

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
    void twoUsersConfirmTheSameAccountAtTheSameMoment() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = users.unlinked().magento();
        CloudUser winner = anna;
        int annas = 0;
        for (int round = 1; round <= Race.ROUNDS; round++) {
            List<Shown> ends = race.confirm(race.questions(anna, bert, account));

            winner = race.winner(List.of(anna, bert), account, ends);
            annas += winner == anna ? 1 : 0;
            if (round < Race.ROUNDS) {
                users.resource(winner).removeFederatedIdentity(CloudUsers.ALIAS);
            }
        }
        assertThat(race.links(anna) + race.links(bert))
                .as("links that were written")
                .isEqualTo(Race.ROUNDS);
        CloudUser loser = winner == anna ? bert : anna;
        assertSignsIn(winner, account);
        assertConnects(loser);
        assertSignsIn(loser, loser.magento());
        System.out.printf("%d rounds of two users: %d and %d links%n", Race.ROUNDS, annas, Race.ROUNDS - annas);
    }

    @Test
    void oneUserConfirmsTwiceAtTheSameMoment() throws Exception {
        CloudUser carol = users.unlinked();
        for (int round = 1; round <= Race.ROUNDS; round++) {
            List<Shown> ends = race.confirm(race.questions(carol, carol, carol.magento()));

            assertThat(users.isLinked(carol, carol.magento()))
                    .as("round %d", round)
                    .isTrue();
            assertThat(ends)
                    .as("round %d: no dead end, %s", round, ends)
                    .allMatch(end -> end.isAppPage() || end.isConnectPage())
                    .anyMatch(Shown::isAppPage);
            if (round < Race.ROUNDS) {
                users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
            }
        }
        assertThat(race.links(carol)).as("links that were written").isEqualTo(Race.ROUNDS);
        assertSignsIn(carol, carol.magento());
    }

    private void assertSignsIn(CloudUser user, MagentoAccount account) {
        try (Browser fresh = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signIn(fresh, user, request)
                    .signInPage()
                    .ofMagento()
                    .signIn(account.username(), CloudUser.PASSWORD)
                    .appPage());
        }
    }

    private void assertConnects(CloudUser user) {
        try (Browser fresh = new Browser()) {
            race.question(fresh, user, user.magento()).confirm().appPage();
        }
    }
}
