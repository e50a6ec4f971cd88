package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.SlowCommit;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import cloud.magento.accounts.link.it.server.ClusterNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A node is killed with users at each step, and they go on at the other one: {@code -Dkills=100} for a long run. Each
 * kill needs a start of the node before the next one.
 */
final class CrashIT extends ClusterScenario {

    private static final int KILLS = Integer.getInteger("kills", 2);

    /** As long as a confirmation takes on a busy machine. */
    private static final Duration IN_FLIGHT = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void everybodyGoesOnAtTheOtherNode() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            ClusterNode victim = kill % 2 == 0 ? first : second;
            ClusterNode survivor = kill % 2 == 0 ? second : first;
            cluster.heal();
            balancer.pinAll(victim);
            if (kill % 2 == 0) {
                killBeforeTheLink(victim, survivor);
            } else {
                killDuringTheCommit(victim, survivor);
            }
        }
    }

    /** The yes waits for an account that somebody else has locked: nothing is written yet. */
    private void killBeforeTheLink(ClusterNode victim, ClusterNode survivor) throws Exception {
        try (Party party = new Party();
                Connection another = Database.connect()) {
            String key = Database.keyOf(party.yes.user.magento());
            Database.hold(another, key);
            Future<Shown> yes = threads.submit(party.yesQuestion::confirm);
            Database.awaitWaiting("insert into revoked_token");

            kill(victim, party);
            another.rollback();

            awaitFree(key);
            assertThat(yes.get(1, TimeUnit.MINUTES).status()).isEqualTo(502);
            assertStored(party.yes.user, 0);
            party.goesOnAt(survivor);
        }
    }

    /**
     * The database commits the link of a node that does not hear of it any more: all of it, and not a second time when
     * the user reloads the page.
     */
    private void killDuringTheCommit(ClusterNode victim, ClusterNode survivor) throws Exception {
        try (Party party = new Party();
                Connection brake = Database.connect();
                SlowCommit slow = new SlowCommit(party.yes.user.magento(), brake)) {
            String key = Database.keyOf(party.yes.user.magento());
            Future<Shown> yes = threads.submit(party.yesQuestion::confirm);
            Database.await("wait_event = 'advisory' AND query ILIKE 'commit%'");

            kill(victim, party);
            assertStored(party.yes.user, 0);
            slow.release();

            awaitFree(key);
            assertStored(party.yes.user, 1);
            assertThat(yes.get(1, TimeUnit.MINUTES).status()).isEqualTo(502);
            party.goesOnAt(survivor);
        }
    }

    /** Kills while another user's yes is somewhere, nobody knows where. */
    private void kill(ClusterNode victim, Party party) {
        party.anywhereEnd = threads.submit(party.anywhereQuestion::confirm);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(IN_FLIGHT.toNanos()));
        victim.kill();
    }

    /** Fails unless the lock with this key can be taken within a second. */
    private static void awaitFree(String key) throws SQLException {
        try (Connection connection = Database.connect()) {
            Database.execute(connection, "SET LOCAL lock_timeout = '1s'");
            Database.hold(connection, key);
            connection.rollback();
        }
    }

    /** Fails unless the database has this number of links of the user, and of events that tell of one. */
    private static void assertStored(CloudUser user, int number) {
        assertThat(Database.count("SELECT count(*) FROM federated_identity WHERE user_id = ?", user.id()))
                .as("links")
                .isEqualTo(number);
        assertThat(Database.count(
                        "SELECT count(*) FROM event_entity WHERE type = 'FEDERATED_IDENTITY_LINK' AND user_id = ?",
                        user.id()))
                .as("events")
                .isEqualTo(number);
    }

    /** A user with a browser and the app's request. */
    private final class Person implements AutoCloseable {

        final CloudUser user = users.unlinked();
        final Browser browser = new Browser();
        final CloudApp.SignIn request = app.signIn();

        ConnectPage page() {
            return signInAndBeAsked(browser, user, request);
        }

        ConnectPage question() {
            return continueOn(page()).connectAs(user.magento()).question();
        }

        /** Fails unless the user is in the app, connected to the own account, by one event. */
        void isConnected(Shown end) {
            request.succeededAt(end.appPage());
            assertConnected();
        }

        void assertConnected() {
            assertThat(users.isLinked(user, user.magento())).isTrue();
            assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        }

        /** Presses "reload", which sends the form again; goes to the app anew if that does not lead on. */
        void reloads() {
            boolean wasLinked = users.linkOf(user).isPresent();
            assertThat(events.of(user, "FEDERATED_IDENTITY_LINK"))
                    .as("the link and its event are stored together")
                    .hasSize(wasLinked ? 1 : 0);
            Shown shown = browser.tab().reload();
            assertThat(shown.status()).as("%s", shown).isLessThan(500);
            assertThat(shown.leadsOn()).as("no dead end: %s", shown).isTrue();
            if (shown.isConnectPage()) {
                shown = shown.connectPage().offers("confirm")
                        ? shown.connectPage().confirm()
                        : shown;
            }
            if (!shown.isAppPage()) {
                shown = browser.open(app.signIn().address());
                shown = shown.isAppPage() ? shown : signsIn(shown);
            }
            shown.appPage();
            assertConnected();
        }

        private Shown signsIn(Shown shown) {
            if (shown.isConnectPage()) {
                return connects(shown.connectPage());
            }
            SignInPage form = shown.signInPage();
            Shown next = form.realm().equals("cloud") ? form.signIn(user.username(), CloudUser.PASSWORD) : shown;
            if (next.isConnectPage()) {
                return connects(next.connectPage());
            }
            return next.isAppPage()
                    ? next
                    : next.signInPage().ofMagento().signIn(user.magento().username(), CloudUser.PASSWORD);
        }

        private Shown connects(ConnectPage page) {
            Shown back = page.asks().connect();
            return (back.isConnectPage()
                            ? back
                            : back.signInPage().signIn(user.magento().username(), CloudUser.PASSWORD))
                    .connectPage()
                    .asksToConfirm()
                    .confirm();
        }

        @Override
        public void close() {
            browser.close();
        }
    }

    /** One user at each step. */
    private final class Party implements AutoCloseable {

        final Person atPage = new Person();
        final Person atProvider = new Person();
        final Person atQuestion = new Person();
        final Person yes = new Person();
        final Person anywhere = new Person();
        final ConnectPage page = atPage.page();
        final SignInPage provider = atProvider.page().connect().signInPage().ofMagento();
        final ConnectPage question = atQuestion.question();
        final ConnectPage yesQuestion = yes.question();
        final ConnectPage anywhereQuestion = anywhere.question();
        Future<Shown> anywhereEnd;

        void goesOnAt(ClusterNode survivor) throws Exception {
            balancer.pinAll(survivor);
            survivor.awaitView(1);
            anywhereEnd.get(1, TimeUnit.MINUTES);
            balancer.takeServed();

            atPage.isConnected(
                    continueOn(page).connectAs(atPage.user.magento()).confirm().shown());
            atProvider.isConnected(provider.signIn(atProvider.user.magento().username(), CloudUser.PASSWORD)
                    .connectPage()
                    .asksToConfirm()
                    .confirm());
            atQuestion.isConnected(question.confirm());
            yes.reloads();
            anywhere.reloads();

            List<Served> served = balancer.takeServed();
            assertThat(served).allMatch(request -> request.node() == survivor).noneMatch(one -> one.status() >= 500);
        }

        @Override
        public void close() {
            List.of(atPage, atProvider, atQuestion, yes, anywhere).forEach(Person::close);
        }
    }
}
