package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/** The main path: sign in, connect, return to the app. */
@Tag("paths")
@Tag("sessions")
@Tag("writes")
final class ConnectIT extends CloudScenario {

    @Test
    void connectsAfterAskingAndLandsInTheApp() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage ask = signInAndBeAsked(carol, request);
        assertThat(ask.text()).contains("Magento.com");
        assertThat(ask.cloudAccount()).get().asString().contains(carol.username());
        assertThat(ask.offers("later")).as("no \"Not now\" after the cutoff").isFalse();

        ConnectPage confirm = continueOn(ask).connectAs(carol.magento()).question();
        assertThat(confirm.cloudAccount()).get().asString().contains(carol.username());
        assertThat(confirm.magentoAccount())
                .get()
                .asString()
                .contains(carol.magento().email());
        assertThat(confirm.magentoAccount())
                .get()
                .asString()
                .contains("Test User", carol.magento().username());
        assertThat(confirm.text())
                .contains("Anyone who can sign in to this Magento.com account can sign in to your account here");
        assertThat(confirm.mismatch()).isEmpty();
        assertThat(users.linkOf(carol)).as("no link before the confirmation").isEmpty();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();

        AppPage landed = request.succeededAt(confirm.confirm().appPage());
        assertThat(request.tokens(landed).hasTokens()).isTrue();
        assertThat(users.linkOf(carol)).get().satisfies(link -> {
            assertThat(link.getUserId()).isEqualTo(carol.magento().id());
            assertThat(link.getUserName()).isEqualTo(carol.magento().username());
        });
        EventRepresentation event = events.await(carol, "FEDERATED_IDENTITY_LINK");
        assertThat(event.getError()).isNull();
        assertThat(RealmEvents.detail(event, "identity_provider")).contains("magento");
        assertThat(RealmEvents.detail(event, "identity_provider_identity"))
                .contains(carol.magento().username());
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.errors(carol)).isEmpty();
    }

    @Test
    void nextSignInWithPasswordFinishesAtMagentoWithoutOurPage() {
        CloudUser carol = users.unlinked();
        signInToConnect(carol, app.signIn())
                .connectAs(carol.magento())
                .confirm()
                .landsInApp();

        try (Browser another = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            AppPage landed = signIn(another, carol, request)
                    .signInPage()
                    .ofMagento()
                    .signIn(carol.magento().username(), CloudUser.PASSWORD)
                    .appPage();
            request.succeededAt(landed);
            assertThat(request.tokens(landed).hasTokens()).isTrue();
        }
    }

    @Test
    void nextSignInThroughTheMagentoButtonShowsNoPage() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        AppPage landed = signInByButton(carol.magento(), request).appPage();

        request.succeededAt(landed);
        assertThat(request.tokens(landed).hasTokens()).isTrue();
    }

    @Test
    void aSecondAppIsOpenedByTheSameSessionWithoutAnyPage() {
        CloudUser carol = users.unlinked();
        signInToConnect(carol, app.signIn())
                .connectAs(carol.magento())
                .confirm()
                .landsInApp();

        CloudApp.SignIn second =
                CloudApp.registered(Site.address(), Site.cloud()).signIn();
        second.succeededAt(browser.open(second.address()).appPage());
    }

    @Test
    void anotherMagentoAccountCanBeChosenAlthoughMagentoRemembersTheFirst() {
        CloudUser carol = users.unlinked();
        MagentoAccount wanted = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn();

        ConnectPage first =
                signInToConnect(carol, request).connectAs(carol.magento()).question();
        ConnectPage second = first.useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(wanted.username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();

        assertThat(second.magentoAccount()).get().asString().contains(wanted.email());
        assertThat(second.mismatch()).isPresent();
        request.succeededAt(second.confirm().appPage());
        assertThat(users.isLinked(carol, wanted)).isTrue();
    }

    @Test
    void anActionThatTheAppAskedForStillRuns() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "UPDATE_PASSWORD"));

        var password = signInToConnect(carol, request)
                .connectAs(carol.magento())
                .confirm()
                .shown()
                .formPage();
        assertThat(password.asksFor("password-new")).isTrue();
        AppPage landed = password.type("password-new", "new password")
                .type("password-confirm", "new password")
                .submit()
                .appPage();

        assertThat(landed.parameter("kc_action")).as("the app's own action").contains("UPDATE_PASSWORD");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }
}
