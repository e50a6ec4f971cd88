package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.SlowCommit;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The lock on an account in the database: timeouts, deadlocks and crashed holders. */
@EnabledIfSystemProperty(named = Database.URL, matches = "jdbc:postgresql:.*")
@Tag("links")
@Tag("writes")
final class LinkLockIT extends CloudScenario {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void waitingTooLongShowsAMessageToPressTheSameButtonAgain() throws Exception {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = question(browser, carol, carol.magento(), request);
        try (Connection another = Database.connect()) {
            Database.holdAccount(another, carol.magento());

            question = question.confirm().connectPage().asksToConfirm();

            assertThat(question.alert()).contains("Wait a moment").contains("Nothing has changed");
            assertFoundInEvents(question, carol, "magento_sign_in_failed", "confirm");
            assertThat(users.linkOf(carol)).isEmpty();
            another.rollback();
        }
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aKilledHolderReleasesTheLock() throws Exception {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = question(browser, carol, carol.magento(), request);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyHolder.class.getName(),
                        System.getProperty(Database.URL),
                        Database.keyOf(carol.magento()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            Future<Shown> end = threads.submit(question::confirm);
            Database.awaitWaiting("insert into revoked_token");

            long killed = System.nanoTime();
            holder.destroyForcibly();

            request.succeededAt(end.get(30, TimeUnit.SECONDS).appPage());
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(2));
        } finally {
            holder.destroyForcibly();
        }
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aCommitThatHangsKeepsTheAccount() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = anna.magento();
        try (Connection brake = Database.connect();
                SlowCommit slow = new SlowCommit(account, brake);
                Browser annas = new Browser();
                Browser berts = new Browser()) {
            ConnectPage annasQuestion = question(annas, anna, account, app.signIn());
            ConnectPage bertsQuestion = question(berts, bert, account, app.signIn());
            Future<Shown> annasEnd = threads.submit(annasQuestion::confirm);
            Database.await("wait_event = 'advisory' AND query ILIKE 'commit%'");

            bertsQuestion = bertsQuestion.confirm().connectPage().asksToConfirm();
            assertThat(bertsQuestion.alert()).contains("Wait a moment");
            assertThat(annasEnd.isDone()).isFalse();

            slow.release();
            annasEnd.get(30, TimeUnit.SECONDS).appPage();
            assertThat(bertsQuestion.confirm().connectPage().alert()).contains("already connected to another user");
            assertThat(users.isLinked(anna, account)).isTrue();
            assertThat(users.linkOf(bert)).isEmpty();
            events.awaitError(bert, "magento_account_in_use");
        }
    }

    @Test
    void aDeadlockShowsAMessage() throws Exception {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = question(browser, carol, carol.magento(), request);
        try (Connection another = Database.connect()) {
            // The database ends the transaction that detects the deadlock first: not this one.
            Database.execute(another, "SET deadlock_timeout = '60s'");
            Database.link(another, carol, users.unlinked().magento());
            Future<Shown> end = threads.submit(question::confirm);
            Database.awaitWaiting("insert into federated_identity");

            Database.holdAccount(another, carol.magento());

            question = end.get(30, TimeUnit.SECONDS).connectPage().asksToConfirm();
            assertThat(question.alert()).contains("Wait a moment").contains("Nothing has changed");
            assertFoundInEvents(question, carol, "magento_sign_in_failed", "confirm");
            another.rollback();
        }
        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void aLinkWrittenMeanwhileWithoutTheLockIsShownOnThePage() throws Exception {
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = question(browser, carol, carol.magento(), request);
        try (Connection another = Database.connect()) {
            Database.link(another, carol, other);
            Future<Shown> end = threads.submit(question::confirm);
            Database.awaitWaiting("insert into federated_identity");

            another.commit();

            ConnectPage told = end.get(30, TimeUnit.SECONDS).connectPage().in("connected");
            assertThat(told.connected()).isPresent().get().asString().contains(other.username());
            told.leave().signInPage().ofCloud();
        }
        assertThat(users.isLinked(carol, other)).isTrue();
    }

    private static ConnectPage question(
            Browser person, CloudUser user, MagentoAccount account, CloudApp.SignIn request) {
        return signInToConnect(person, user, request).connectAs(account).question();
    }
}
