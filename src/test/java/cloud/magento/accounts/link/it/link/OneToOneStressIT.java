package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    void twoUsersConfirmTheSameAccountAtTheSameMoment() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = users.unlinked().magento();
        int annas = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<Shown> ends = together(questions(anna, bert, account));

            boolean isAnnas = users.isLinked(anna, account);
            annas += isAnnas ? 1 : 0;
            assertThat(users.isLinked(bert, account))
                    .as("round %d: exactly one link", round)
                    .isNotEqualTo(isAnnas);
            assertThat(ends.get(0).isAppPage())
                    .as("round %d: Anna, %s", round, ends.get(0))
                    .isEqualTo(isAnnas);
            assertThat(ends.get(1).isAppPage())
                    .as("round %d: Bert, %s", round, ends.get(1))
                    .isEqualTo(!isAnnas);
            Shown refused = ends.get(isAnnas ? 1 : 0);
            assertThat(refused.connectPage().alert()).contains("already connected to another user");
            if (round < ROUNDS) {
                users.resource(isAnnas ? anna : bert).removeFederatedIdentity(CloudUsers.ALIAS);
            }
        }
        assertThat(links(anna) + links(bert)).as("links that were written").isEqualTo(ROUNDS);
        CloudUser winner = users.isLinked(anna, account) ? anna : bert;
        CloudUser loser = winner == anna ? bert : anna;
        assertSignsIn(winner, account);
        assertConnects(loser);
        assertSignsIn(loser, loser.magento());
        System.out.printf("%d rounds of two users: %d and %d links%n", ROUNDS, annas, ROUNDS - annas);
    }

    @Test
    void oneUserConfirmsTwiceAtTheSameMoment() throws Exception {
        CloudUser carol = users.unlinked();
        for (int round = 1; round <= ROUNDS; round++) {
            List<Shown> ends = together(questions(carol, carol, carol.magento()));

            assertThat(users.isLinked(carol, carol.magento()))
                    .as("round %d", round)
                    .isTrue();
            assertThat(ends)
                    .as("round %d: no dead end, %s", round, ends)
                    .allMatch(end -> end.isAppPage() || end.isConnectPage())
                    .anyMatch(Shown::isAppPage);
            if (round < ROUNDS) {
                users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
            }
        }
        assertThat(links(carol)).as("links that were written").isEqualTo(ROUNDS);
        assertSignsIn(carol, carol.magento());
    }

    /**
     * Both browsers reach the confirmation; one after the other for one user, since Keycloak rejects concurrent
     * passwords of one user.
     */
    private List<ConnectPage> questions(CloudUser first, CloudUser second, MagentoAccount account) throws Exception {
        Future<ConnectPage> firsts = threads.submit(() -> question(one, first, account));
        if (first.equals(second)) {
            firsts.get(60, TimeUnit.SECONDS);
        }
        ConnectPage seconds = question(other, second, account);
        return List.of(firsts.get(60, TimeUnit.SECONDS), seconds);
    }

    /**
     * Continues to the confirmation. From the second round on the browser is signed in at the cloud and at Magento.com.
     */
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
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Shown>> ends = questions.stream()
                .map(question -> threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return question.confirm();
                }))
                .toList();
        return List.of(ends.get(0).get(60, TimeUnit.SECONDS), ends.get(1).get(60, TimeUnit.SECONDS));
    }

    private int links(CloudUser user) {
        return Site.cloud()
                .getEvents(List.of("FEDERATED_IDENTITY_LINK"), null, user.id(), null, null, null, null, 10 * ROUNDS)
                .size();
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
            question(fresh, user, user.magento()).confirm().appPage();
        }
    }
}
