package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Balancer.Served;
import cloud.magento.accounts.link.it.server.ClusterNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole path, with each request of the browser on another node than the one before. */
final class InTurnIT extends ClusterScenario {

    @Test
    void connectsThenSignsInWithMagentoAndCannotDisconnectWithAnOldSignIn() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage question =
                signInToConnect(carol, request).connectAs(carol.magento()).question();
        assertThat(users.linkOf(carol)).as("before the confirmation").isEmpty();
        AppPage landed = request.succeededAt(question.confirm().appPage());

        assertInTurn();
        assertThat(request.tokens(landed).hasTokens()).isTrue();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.errors(carol)).isEmpty();

        try (Browser another = new Browser()) {
            CloudApp.SignIn next = app.signIn();
            AppPage in =
                    next.succeededAt(signInThroughMagento(another, carol, next).appPage());
            assertInTurn();
            String token = next.tokens(in).text("access_token");
            set(Map.of("max_auth_age", "1"));
            // Keycloak stores the time of a sign-in in seconds.
            Eventually.nextSecond();
            Eventually.nextSecond();
            for (int node = 0; node < 2; node++) {
                Http.Answer refused = Http.send(
                        "DELETE",
                        Site.address() + "/realms/cloud/account/linked-accounts/" + CloudUsers.ALIAS,
                        token,
                        "");
                assertThat(refused.status()).as(refused.body()).isEqualTo(403);
                assertThat(refused.text("error")).isEqualTo("magento_reauthentication_required");
            }
            assertThat(balancer.takeServed("/linked-accounts/"))
                    .extracting(Served::node)
                    .containsExactlyInAnyOrder(first, second);
        }
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void notNowHoldsOnTheOtherNodeToo() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        request.succeededAt(signInAndBeAsked(carol, request).notNow().appPage());

        assertInTurn();
        assertThat(users.attribute(carol, "magentoLinkSnoozedUntil")).isPresent();
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).contains("1");
        for (ClusterNode node : List.of(first, second)) {
            balancer.pinAll(node);
            try (Browser another = new Browser()) {
                CloudApp.SignIn next = app.signIn();
                next.succeededAt(signIn(another, carol, next).appPage());
            }
        }
    }

    @Test
    void leavesForAnotherAccountAndComesBack() {
        CloudUser carol = users.unlinked();
        CloudUser other = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage question = signInToConnect(carol, request)
                .connectAs(other.magento())
                .question()
                .useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        request.succeededAt(question.confirm().appPage());

        assertInTurn();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aTabAndAnotherBrowserAtThePageGetNoSecondLink() {
        CloudUser carol = users.unlinked();
        CloudUser other = users.unlinked();
        ConnectPage waiting = signInAndBeAsked(carol, app.signIn());
        try (Browser another = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            ConnectPage question = signInToConnect(another, carol, app.signIn())
                    .connectAs(other.magento())
                    .question();
            signInToConnect(browser, carol, request)
                    .connectAs(carol.magento())
                    .confirm()
                    .landsIn(request);

            ConnectPage told = question.confirm().connectPage().in("connected");
            assertThat(told.connected())
                    .get()
                    .asString()
                    .contains(carol.magento().username());
        }
        // Its tab was replaced by the login that connected: it leads on, and not to a second page.
        assertThat(browser.open(waiting.address()).isConnectPage()).isFalse();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    private void assertInTurn() {
        List<Served> served = balancer.takeServed();
        assertThat(served).hasSizeGreaterThan(3);
        for (int i = 1; i < served.size(); i++) {
            assertThat(served.get(i).node())
                    .as("%s after %s", served.get(i), served.get(i - 1))
                    .isNotEqualTo(served.get(i - 1).node());
        }
    }
}
