package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Both nodes are stopped and started again with users on their way. Keycloak keeps logins in memory, so these are gone.
 * What a user presses next leads to Keycloak's sign-in form, which says that the login starts from the beginning, with
 * the request of the app. Who is signed in stays signed in.
 */
final class NodesRestartIT extends ClusterScenario {

    private final Person atPage = new Person(users.unlinked());
    private final Person atProvider = new Person(users.unlinked());
    private final Person atQuestion = new Person(users.unlinked());
    private final Person inApp = new Person(users.linked());

    @AfterEach
    void closeBrowsers() {
        List.of(atPage, atProvider, atQuestion, inApp).forEach(person -> person.browser.close());
    }

    @Test
    void whoIsOnTheWayStartsOverAndWhoIsSignedInStaysSignedIn() throws SQLException {
        ConnectPage page = atPage.page();
        SignInPage provider = atProvider.page().connect().signInPage().ofMagento();
        ConnectPage question = continueOn(atQuestion.page())
                .connectAs(atQuestion.user.magento())
                .question();
        AppPage in = inApp.request.succeededAt(
                signInThroughMagento(inApp.browser, inApp.user, inApp.request).appPage());
        String refreshToken = inApp.request.tokens(in).text("refresh_token");

        first.stop();
        second.stop();
        assertThat(page.connect().status()).as("no node answers").isEqualTo(503);
        cluster.heal();

        for (Person person : List.of(atPage, atProvider, atQuestion)) {
            assertThat(users.linkOf(person.user)).as("no half link").isEmpty();
            assertThat(events.of(person.user, "FEDERATED_IDENTITY_LINK")).isEmpty();
        }
        assertFree(atQuestion.user);
        // "Reload" sends the form again.
        atPage.startsOverAt(atPage.browser.tab().reload());
        atQuestion.startsOverAt(question.confirm());
        // Here the provider was restarted, too.
        SignInPage again = provider.signIn(atProvider.user.magento().username(), CloudUser.PASSWORD)
                .signInPage()
                .ofMagento();
        atProvider.startsOverAt(again.signIn(atProvider.user.magento().username(), CloudUser.PASSWORD));
        assertThat(Site.cloud().getEvents(null, app.clientId(), null, null, null, null, null, 100).stream()
                        .filter(event -> "expired_code".equals(event.getError())))
                .as("Keycloak's event for each login that starts over")
                .hasSize(3)
                .allMatch(event -> RealmEvents.detail(event, "restart_after_timeout")
                        .filter("true"::equals)
                        .isPresent());

        CloudApp.SignIn next = app.signIn();
        next.succeededAt(inApp.browser.open(next.address()).appPage());
        Http.Answer refreshed = Http.post(
                app.tokenAddress(),
                Map.of("grant_type", "refresh_token", "client_id", app.clientId(), "refresh_token", refreshToken));
        assertThat(refreshed.hasTokens()).as(refreshed.body()).isTrue();
    }

    /** Fails unless the lock on the user's account at Magento.com can be taken at once. */
    private static void assertFree(CloudUser user) throws SQLException {
        try (Connection connection = Database.connect()) {
            Database.execute(connection, "SET LOCAL lock_timeout = '1s'");
            Database.holdAccount(connection, user.magento());
            connection.rollback();
        }
    }

    /** A user with a browser and the app's request. */
    private final class Person {

        private final CloudUser user;
        private final Browser browser = new Browser();
        private final CloudApp.SignIn request = app.signIn();

        Person(CloudUser user) {
            this.user = user;
        }

        ConnectPage page() {
            return signInAndBeAsked(browser, user, request);
        }

        /** Fails unless this is the sign-in form, and its way leads into the app that has asked before. */
        void startsOverAt(Shown shown) {
            SignInPage form = shown.signInPage().ofCloud();
            assertThat(form.alert()).contains("Login will start from the beginning");
            assertThat(users.linkOf(user)).isEmpty();

            Shown next = form.signIn(user.username(), CloudUser.PASSWORD)
                    .connectPage()
                    .asks()
                    .connect();
            Shown back = next.isConnectPage()
                    ? next
                    : next.signInPage().ofMagento().signIn(user.magento().username(), CloudUser.PASSWORD);
            request.succeededAt(back.connectPage().asksToConfirm().confirm().appPage());

            assertThat(users.isLinked(user, user.magento())).isTrue();
            assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
            assertThat(events.of(user, "LOGIN")).hasSize(1);
            assertThat(events.errors(user)).isEmpty();
        }
    }
}
