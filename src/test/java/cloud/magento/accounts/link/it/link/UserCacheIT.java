package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Database;
import cloud.magento.accounts.link.it.scenario.DirectGrant;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A server that crashes between the commit of a link and the cache invalidation leaves the user caches of the other
 * servers outdated. A row that is inserted without Keycloak has the same effect on the one server of these tests.
 */
@EnabledIfSystemProperty(named = Database.URL, matches = "jdbc:postgresql:.*")
@Tag("links")
@Tag("writes")
final class UserCacheIT extends CloudScenario {

    @Test
    void confirmingTheConnectedAccountContinuesTheLogin() throws Exception {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = question(carol, carol.magento(), request);
        linkPastTheCache(carol, carol.magento());

        request.succeededAt(question.confirm().appPage());

        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK"))
                .as("nothing was written")
                .isEmpty();
        assertThat(events.errors(carol)).isEmpty();
        assertNotAskedAgain(carol);
    }

    @Test
    void returningWithTheConnectedAccountNeedsNoConfirmation() throws Exception {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        linkPastTheCache(carol, carol.magento());

        request.succeededAt(connectAs(page, carol.magento()).appPage());

        assertNotAskedAgain(carol);
    }

    @Test
    void anotherConnectedAccountIsNamed() throws Exception {
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question = question(carol, carol.magento(), request);
        linkPastTheCache(carol, other);

        ConnectPage told = question.confirm().connectPage().in("connected");

        assertThat(told.connected()).isPresent().get().asString().contains(other.username());
        assertThat(told.alert()).contains("was not connected");
        assertFoundInEvents(told, carol, "magento_sign_in_failed", "confirm");
        // This browser has not signed in with the connected account.
        told.leave().signInPage().ofCloud();
        assertThat(users.isLinked(carol, other)).isTrue();
    }

    @Test
    void replacingNamesAConnectedAccountThatThePageDidNotShow() throws Exception {
        CloudUser carol = users.unlinked();
        MagentoAccount other = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "connect-magento"));
        ConnectPage question = question(carol, carol.magento(), request);
        linkPastTheCache(carol, other);

        ConnectPage told = question.confirm().connectPage().in("connected");

        assertThat(told.connected()).isPresent().get().asString().contains(other.username());
        told.leave();
        assertThat(users.isLinked(carol, other)).isTrue();
    }

    @Test
    void aScriptIsNotRefusedByTheWordOfTheCache() throws Exception {
        CloudUser carol = users.unlinked();
        DirectGrant grant = new DirectGrant(app);
        assertThat(grant.signIn(carol).text("error_description")).contains("must be connected");
        linkPastTheCache(carol, carol.magento());

        assertThat(grant.signIn(carol).text("error_description"))
                .as("the refusal for a connected user with primary login")
                .contains("signs in with Magento.com alone");
    }

    private ConnectPage question(CloudUser user, MagentoAccount account, CloudApp.SignIn request) {
        return signInToConnect(user, request).connectAs(account).question();
    }

    private static void linkPastTheCache(CloudUser user, MagentoAccount account) throws Exception {
        try (Connection connection = Database.connect()) {
            Database.link(connection, user, account);
            connection.commit();
        }
    }

    private void assertNotAskedAgain(CloudUser user) {
        closeBrowserAndRestoreSettings();
        openBrowser();
        CloudApp.SignIn again = app.signIn();
        Shown next = signIn(user, again);
        again.succeededAt(next.signInPage()
                .ofMagento()
                .signIn(user.magento().username(), CloudUser.PASSWORD)
                .appPage());
    }
}
