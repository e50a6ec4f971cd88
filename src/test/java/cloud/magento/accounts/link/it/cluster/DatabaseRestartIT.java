package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL is stopped and started again with users on their way, while both nodes run. As long as it is away,
 * Keycloak answers each request with its own page "An internal server error has occurred", and some more for the
 * connections that it still takes for good ones. Logins are in the memory of the nodes and go on.
 */
final class DatabaseRestartIT extends ClusterScenario {

    @Test
    void everybodyGoesOnAtTheSamePlace() throws Exception {
        CloudUser anna = users.unlinked();
        CloudUser bert = users.unlinked();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn annas = app.signIn();
        CloudApp.SignIn berts = app.signIn();
        CloudApp.SignIn carols = app.signIn();
        try (Browser atProvider = new Browser();
                Browser atQuestion = new Browser()) {
            ConnectPage page = signInAndBeAsked(browser, anna, annas);
            SignInPage provider = signInAndBeAsked(atProvider, bert, berts)
                    .connect()
                    .signInPage()
                    .ofMagento();
            ConnectPage question = signInToConnect(atQuestion, carol, carols)
                    .connectAs(carol.magento())
                    .question();

            StoppedDatabase database = new StoppedDatabase();
            try {
                assertKeycloaksError(question.confirm());
                assertKeycloaksError(browser.tab().reload());
                assertKeycloaksError(browser.tab().reload());
            } finally {
                database.start();
            }

            reloadUntilHealed(browser);
            assertThat(users.linkOf(carol)).as("no half link").isEmpty();
            assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
            // "Reload" sends the form again, but Keycloak takes the same form once.
            carols.succeededAt(atQuestion
                    .tab()
                    .reload()
                    .connectPage()
                    .asksToConfirm()
                    .confirm()
                    .appPage());
            berts.succeededAt(provider.signIn(bert.magento().username(), CloudUser.PASSWORD)
                    .connectPage()
                    .asksToConfirm()
                    .confirm()
                    .appPage());
            annas.succeededAt(
                    continueOn(page).connectAs(anna.magento()).confirm().landsInApp());
        }
        for (CloudUser user : List.of(anna, bert, carol)) {
            assertThat(users.isLinked(user, user.magento())).isTrue();
            assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        }
    }

    private static void assertKeycloaksError(Shown shown) {
        assertThat(shown.status()).as("%s", shown).isEqualTo(500);
        assertThat(shown.text()).contains("An internal server error has occurred");
    }
}
