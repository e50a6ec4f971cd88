package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** "Not you? Sign out" ends the session and returns to the sign-in page of the app's request. */
@Tag("sessions")
final class SignOutIT extends CloudScenario {

    @Test
    void endsTheSessionThatTheLoginJoined() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        assertThat(users.resource(carol).getUserSessions()).hasSize(1);
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = browser.open(request.address()).connectPage().asks();

        Shown after = page.signOut();

        assertThat(after.signInPage().ofCloud().realm()).isEqualTo("cloud");
        assertThat(users.resource(carol).getUserSessions()).isEmpty();
        events.await(carol, "LOGOUT");
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void letsAnotherUserSignInToTheSameRequest() {
        CloudUser carol = users.unlinked();
        CloudUser dave = users.unlinked();
        signInUnasked(carol);
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = browser.open(request.address()).connectPage().asks();

        ConnectPage davesPage = page.signOut()
                .signInPage()
                .ofCloud()
                .signIn(dave.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        assertThat(davesPage.cloudAccount()).get().asString().contains(dave.username());
        continueOn(davesPage).connectAs(dave.magento()).confirm().landsIn(request);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void isPossibleBeforeThereIsASession() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);

        Shown after = page.signOut();

        ConnectPage again = after.signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();
        continueOn(again).connectAs(carol.magento()).confirm().landsIn(request);
    }

    @Test
    void forgetsTheAccountThatReturnedFromMagento() {
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();
        Map<String, String> confirmation = question.fields("confirm");

        question.send("sign_out");
        ConnectPage again = browser.shown()
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();
        again.send(confirmation);

        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void theOldPageIsOfNoUseAfterIt() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        ConnectPage page = browser.open(app.signIn().address()).connectPage().asks();
        page.signOut();

        Shown late = page.connect();

        assertThat(late.isConnectPage()).isFalse();
        assertThat(late.isAppPage()).isFalse();
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** On a shared computer, with a cookie that somebody has kept. */
    @Test
    void theOldCookieIsOfNoUseAfterIt() {
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        try (Browser kept = new Browser()) {
            kept.takeCookiesOf(browser);
            page.signOut();

            Shown late = kept.open(page.address().toString());

            assertThat(late.isConnectPage()).isFalse();
            assertThat(late.isAppPage()).isFalse();
        }
    }

    /** Magento.com still has a session of the user, which would answer silently. */
    @Test
    void theUserIsNotSignedInAgainByASessionOfMagento() {
        CloudUser carol = users.linked();
        signInByButton(carol.magento(), app.signIn()).appPage();
        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);
        ConnectPage page = browser.open(
                        app.signIn(Map.of("kc_idp_hint", CloudUsers.ALIAS)).address())
                .connectPage();

        Shown after = page.signOut();

        // Magento.com's, or that of the cloud: 26.4 ignores the hint if a new sign-in is required.
        after.signInPage();
        assertThat(events.of(carol, "LOGIN")).as("only the one from before").hasSize(1);
    }

    @Test
    void endsASignInForASamlApp() {
        CloudUser carol = users.unlinked();
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        signInUnasked(carol);
        ConnectPage page = browser.open(saml.signInAddress()).connectPage().asks();

        ConnectPage again = page.signOut()
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        continueOn(again).connectAs(carol.magento()).confirm().landsIn(saml);
    }
}
