package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Magento.com account can be connected to one cloud user only. */
@Tag("links")
@Tag("sessions")
@Tag("writes")
final class OneToOneIT extends CloudScenario {

    @ParameterizedTest
    @CsvSource({"mode, on", "mode, report", "cutoff, soon"})
    void anAdminCannotGiveAnAccountToASecondUser(String setting, String value) {
        force(Map.of(setting, value));
        CloudUser anna = users.linked();
        CloudUser bert = users.unlinked();

        assertThat(users.give(bert, anna.magento())).isEqualTo(409);

        assertThat(users.resource(bert).getFederatedIdentity()).isEmpty();
        assertThat(users.resource(anna).getFederatedIdentity()).hasSize(1);
    }

    @Test
    void anAccountOfAnotherUserIsRejectedWithoutADetail() {
        CloudUser owner = ownerWithOtherNameAtMagento();
        users.link(owner, owner.magento());
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage refused = refused(connectAs(signInAndBeAsked(carol, request), owner.magento()));

        assertThat(refused.alert()).contains("already connected to another user");
        assertThat(refused.rejectedAccount()).contains(owner.magento().email());
        assertThat(refused.mainStep()).isEqualTo("switch");
        assertThat(refused.source())
                .doesNotContain(owner.username())
                .doesNotContain(owner.email())
                .doesNotContain(owner.id());
        events.awaitError(carol, "magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.isLinked(owner, owner.magento())).isTrue();
        assertThat(events.of(owner)).as("nothing happened to the owner").isEmpty();
    }

    @Test
    void afterTheRefusalAnotherAccountCanBeConnected() {
        CloudUser owner = users.linked();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage refused = refused(connectAs(signInAndBeAsked(carol, request), owner.magento()));

        // Magento.com still has the owner's session, so the page must request its sign-in form.
        Shown away = refused.offers("switch") ? refused.useDifferentAccount() : refused.connect();
        ConnectPage question = away.signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();

        request.succeededAt(question.confirm().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @RepeatedTest(5)
    void twoUsersConfirmTheSameAccountAtTheSameMoment() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        MagentoAccount account = users.unlinked().magento();
        try (Browser annas = new Browser();
                Browser berts = new Browser()) {
            ConnectPage annasQuestion = question(annas, anna, account);
            ConnectPage bertsQuestion = question(berts, bert, account);

            List<Shown> ends = together(annasQuestion, bertsQuestion);

            assertThat(ends)
                    .filteredOn(Shown::isAppPage)
                    .as("in the app: %s", ends)
                    .hasSize(1);
            ConnectPage refused = ends.stream()
                    .filter(end -> !end.isAppPage())
                    .findFirst()
                    .orElseThrow()
                    .connectPage();
            assertThat(refused.alert()).contains("already connected to another user");
            assertThat(List.of(users.isLinked(anna, account), users.isLinked(bert, account)))
                    .containsExactlyInAnyOrder(true, false);
            CloudUser loser = users.isLinked(anna, account) ? bert : anna;
            events.awaitError(loser, "magento_account_in_use");
            assertThat(events.of(loser, "FEDERATED_IDENTITY_LINK")).isEmpty();
        }
    }

    @Test
    void whileOneUserConnectsAnAccountAnotherCannotConnectIt() throws Exception {
        CloudUser bert = users.unlinked();
        assertOneOfTwoGets(ownerWithOtherNameAtMagento().magento(), bert, (browser, account) -> {
            ConnectPage question = question(browser, bert, account);
            return () -> {
                Shown end = question.confirm();
                assertThat(end.isAppPage() || !end.connectPage().alert().isEmpty())
                        .as("%s", end)
                        .isTrue();
            };
        });
    }

    @Test
    void whileOneUserConnectsAnAccountAnAdminCannotGiveIt() throws Exception {
        CloudUser bert = users.unlinked();
        assertOneOfTwoGets(
                ownerWithOtherNameAtMagento().magento(), bert, (browser, account) -> () -> users.give(bert, account));
    }

    /** How another user tries to get the account: the preparation returns the last step. */
    private interface Rival {
        Runnable prepare(Browser browser, MagentoAccount account);
    }

    /**
     * Anna's request is blocked after its insert and before its commit, so that other transactions do not see the link.
     * Until it commits or fails, another user must not get the account.
     */
    private void assertOneOfTwoGets(MagentoAccount account, CloudUser bert, Rival rival) throws Exception {
        CloudUser anna = users.unlinked();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        // With sync mode FORCE Keycloak searches all user stores for the address from Magento.com.
        CloudProvider.syncMode("FORCE");
        try (Directory directory = new Directory(Site.cloud(), Site.testHost(), Directory.Kind.UNSYNCED);
                Browser annas = new Browser();
                Browser berts = new Browser()) {
            Directory.BlockedSearch inTheMiddle = directory.blockSearch(account.email());
            ConnectPage annasQuestion = question(annas, anna, account);
            // Two users with one address would violate a unique key of the database.
            users.change(account, stored -> stored.setEmail("new-" + stored.getEmail()));
            Runnable bertsStep = rival.prepare(berts, account);
            Future<Shown> annasEnd = threads.submit(annasQuestion::confirm);
            inTheMiddle.await();

            bertsStep.run();
            inTheMiddle.release();
            annasEnd.get(60, TimeUnit.SECONDS);

            assertThat(List.of(users.isLinked(anna, account), users.isLinked(bert, account)))
                    .containsExactlyInAnyOrder(true, false);
        } finally {
            CloudProvider.syncMode("IMPORT");
            threads.shutdownNow();
        }
    }

    @Test
    void oneUserInTwoTabsAtTheSameMomentGetsOneLink() throws Exception {
        CloudUser carol = users.unlinked();
        try (Browser first = new Browser();
                Browser second = new Browser()) {
            List<Shown> ends =
                    together(question(first, carol, carol.magento()), question(second, carol, carol.magento()));

            assertThat(ends).as("in the app: %s", ends).allMatch(Shown::isAppPage);
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        }
    }

    @Test
    void twoTabsWithTwoAccountsShowWhichIsConnected() {
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        try (Browser first = new Browser();
                Browser second = new Browser()) {
            ConnectPage firstQuestion = question(first, carol, carol.magento());
            ConnectPage secondQuestion = question(second, carol, other);
            firstQuestion.confirm().appPage();

            assertShowsConnected(secondQuestion.confirm(), carol, carol.magento());
        }
    }

    @Test
    void returningWithAnotherAccountShowsWhichIsConnected() {
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        try (Browser first = new Browser();
                Browser second = new Browser()) {
            ConnectPage firstQuestion = question(first, carol, carol.magento());
            SignInPage atMagento = signIn(second, carol, app.signIn())
                    .connectPage()
                    .connect()
                    .signInPage()
                    .ofMagento();
            firstQuestion.confirm().appPage();

            assertShowsConnected(atMagento.signIn(other.username(), CloudUser.PASSWORD), carol, carol.magento());
        }
    }

    @Test
    void twoTabsWithTwoAccountsAtTheSameMomentShowWhichIsConnected() throws Exception {
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        try (Browser first = new Browser();
                Browser second = new Browser()) {
            List<Shown> ends = together(question(first, carol, carol.magento()), question(second, carol, other));

            boolean isFirst = users.isLinked(carol, carol.magento());
            assertThat(ends.get(isFirst ? 0 : 1).isAppPage()).as("%s", ends).isTrue();
            assertShowsConnected(ends.get(isFirst ? 1 : 0), carol, isFirst ? carol.magento() : other);
        }
    }

    private void assertShowsConnected(Shown end, CloudUser user, MagentoAccount connected) {
        ConnectPage told = end.connectPage().in("connected");
        assertThat(told.connected()).isPresent().get().asString().contains(connected.username());
        assertThat(told.alert()).contains("was not connected");
        events.awaitError(user, "magento_sign_in_failed");
        // This browser has not signed in with the connected account.
        told.leave().signInPage().ofCloud();
        assertThat(users.isLinked(user, connected)).isTrue();
        assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    private ConnectPage question(Browser person, CloudUser user, MagentoAccount account) {
        return signInToConnect(person, user, app.signIn()).connectAs(account).question();
    }

    private static List<Shown> together(ConnectPage one, ConnectPage other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Shown>> ends = List.of(one, other).stream()
                    .map(question -> threads.submit(() -> {
                        start.await(10, TimeUnit.SECONDS);
                        return question.confirm();
                    }))
                    .toList();
            return List.of(ends.get(0).get(60, TimeUnit.SECONDS), ends.get(1).get(60, TimeUnit.SECONDS));
        } finally {
            threads.shutdownNow();
        }
    }

    private CloudUser ownerWithOtherNameAtMagento() {
        String other = "x" + UUID.randomUUID().toString().substring(0, 8);
        return users.unlinked(user -> {}, account -> {
            account.setUsername(other);
            account.setEmail(other + "@example.net");
        });
    }
}
