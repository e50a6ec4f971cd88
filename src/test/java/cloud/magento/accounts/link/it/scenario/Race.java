package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Two browsers confirm one Magento.com account at the same moment, round after round. */
public final class Race implements AutoCloseable {

    /** {@code -Drounds=1000} for a long run. */
    public static final int ROUNDS = Integer.getInteger("rounds", 10);

    private static final int PATIENCE_SECONDS = 120;

    private final CloudUsers users;
    private final CloudApp app;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Browser one = new Browser();
    private final Browser other = new Browser();
    private int round;

    public Race(CloudUsers users, CloudApp app) {
        this.users = users;
        this.app = app;
    }

    /**
     * A new round: both browsers reach the confirmation. They do so one after the other for one user, since Keycloak
     * rejects concurrent passwords of one user.
     */
    public List<ConnectPage> questions(CloudUser first, CloudUser second, MagentoAccount account) throws Exception {
        round++;
        Future<ConnectPage> firsts = threads.submit(() -> question(one, first, account));
        if (first.equals(second)) {
            firsts.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        ConnectPage seconds = question(other, second, account);
        return List.of(firsts.get(PATIENCE_SECONDS, TimeUnit.SECONDS), seconds);
    }

    /** Continues to the confirmation. The browser may be signed in at the cloud and at Magento.com. */
    public ConnectPage question(Browser browser, CloudUser user, MagentoAccount account) {
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

    /** Both confirm at the same moment. */
    public List<Shown> confirm(List<ConnectPage> questions) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Shown>> ends = questions.stream()
                .map(question -> threads.submit(() -> {
                    start.await(10, TimeUnit.SECONDS);
                    return question.confirm();
                }))
                .toList();
        return List.of(
                ends.get(0).get(PATIENCE_SECONDS, TimeUnit.SECONDS),
                ends.get(1).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /**
     * Who of the two has got the account; fails unless one of them is in the app, and the other one is told why not.
     */
    public CloudUser winner(List<CloudUser> both, MagentoAccount account, List<Shown> ends) {
        boolean isFirst = users.isLinked(both.get(0), account);
        assertThat(users.isLinked(both.get(1), account))
                .as("round %d: exactly one link", round)
                .isNotEqualTo(isFirst);
        int winner = isFirst ? 0 : 1;
        assertThat(ends.get(winner).isAppPage()).as("round %d: %s", round, ends).isTrue();
        assertThat(ends.get(1 - winner).connectPage().alert())
                .as("round %d", round)
                .contains("already connected to another user");
        return both.get(winner);
    }

    /** How many links of the user were written in all rounds, by the events. */
    public int links(CloudUser user) {
        return Site.cloud()
                .getEvents(List.of("FEDERATED_IDENTITY_LINK"), null, user.id(), null, null, null, null, 10 * ROUNDS)
                .size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        one.close();
        other.close();
    }
}
