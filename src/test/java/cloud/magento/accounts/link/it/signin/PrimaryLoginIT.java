package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connected user finishes the sign-in at Magento.com, with the connected account. */
@Tag("paths")
@Tag("sessions")
final class PrimaryLoginIT extends CloudScenario {

    @Test
    void thePasswordAloneIsNotEnough() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        SignInPage magento = signIn(carol, request).signInPage().ofMagento();
        assertThat(events.of(carol, "LOGIN")).isEmpty();

        request.succeededAt(
                magento.signIn(carol.magento().username(), CloudUser.PASSWORD).appPage());
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
    }

    @Test
    void anUnconnectedAccountOfAnotherUserIsRejectedWithAMessage() {
        CloudUser carol = users.linked();
        MagentoAccount stranger = users.unlinked().magento();
        CloudApp.SignIn request = app.signIn();

        ConnectPage refused = signIn(carol, request)
                .signInPage()
                .ofMagento()
                .signIn(stranger.username(), CloudUser.PASSWORD)
                .connectPage();

        assertRefused(carol, refused);
        assertThat(refused.rejectedAccount()).contains(stranger.email());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        continueAsOneself(carol, refused, request);
    }

    @Test
    void aConnectedAccountOfAnotherUserIsRejectedWithAMessage() {
        CloudUser carol = users.linked();
        CloudUser other = users.linked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage refused = signIn(carol, request)
                .signInPage()
                .ofMagento()
                .signIn(other.magento().username(), CloudUser.PASSWORD)
                .connectPage();

        assertRefused(carol, refused);
        assertThat(refused.source()).doesNotContain(other.id());
        assertThat(events.of(other, "LOGIN")).isEmpty();
        continueAsOneself(carol, refused, request);
    }

    @Test
    void cancelAtMagentoLeadsToAPageThatLeadsOn() {
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        ConnectPage back =
                signIn(carol, request).signInPage().ofMagento().cancel().connectPage();

        assertThat(back.alert()).contains("did not finish signing in");
        assertThat(back.hasErrorAlert()).isFalse();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        request.succeededAt(back.connect()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage());
    }

    @Test
    void theSessionsCookieIsEnoughForTheNextApp() {
        CloudUser carol = users.linked();
        signInThroughMagento(carol, app.signIn()).appPage();

        CloudApp.SignIn next = CloudApp.registered(Site.address(), Site.cloud()).signIn();
        next.succeededAt(browser.open(next.address()).appPage());
    }

    @Test
    void exemptUsersAreNeverRoutedAway() {
        CloudUser carol = users.linked();
        users.grant(carol, "magento-link-exempt");
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());
    }

    @Test
    void switchedOffThePasswordIsEnough() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(signIn(carol, request).appPage());
    }

    @Test
    void appliesBeforeTheCutoffToo() {
        set(Schedules.NOT_BEGUN);
        signIn(users.linked(), app.signIn()).signInPage().ofMagento();
    }

    private void assertRefused(CloudUser user, ConnectPage refused) {
        assertThat(refused.alert()).contains("not the Magento.com account connected with your account");
        assertThat(refused.mainStep())
                .as("the same account would be rejected again")
                .isEqualTo("switch");
        assertThat(refused.offers("connect")).as("which would return to it").isFalse();
        assertThat(refused.expectedAccount())
                .get()
                .asString()
                .startsWith(user.magento().username().substring(0, 2) + "•••");
        assertThat(refused.source())
                .doesNotContain(user.magento().username())
                .doesNotContain(user.magento().email());
        events.awaitError(user, "magento_primary_login_required");
        assertThat(events.of(user, "LOGIN")).isEmpty();
    }

    private void continueAsOneself(CloudUser user, ConnectPage page, CloudApp.SignIn request) {
        request.succeededAt(page.useDifferentAccount()
                .signInPage()
                .ofMagento()
                .signIn(user.magento().username(), CloudUser.PASSWORD)
                .appPage());
    }
}
