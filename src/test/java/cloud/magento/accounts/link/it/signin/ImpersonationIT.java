package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.OneTimeCodes;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An impersonating admin can neither connect nor postpone, and can continue to the app. */
final class ImpersonationIT extends CloudScenario {

    @Test
    void neitherConnectsNorPostponesAndGoesOn() {
        CloudUser carol = users.unlinked();
        impersonate(carol);
        CloudApp.SignIn request = app.signIn();

        ConnectPage page = browser.open(request.address()).connectPage().in("impersonation");
        for (String step : new String[] {"connect", "confirm", "later", "switch"}) {
            page = page.send(step).connectPage().in("impersonation");
        }

        events.awaitError(carol, "magento_impersonation");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkSnoozes")).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
        request.succeededAt(page.leave().appPage());
    }

    /** For example in another tab of the admin's browser: Keycloak then adds the user's session to that login. */
    @Test
    void isKnownAlsoWhereALoginWasBegunBefore() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        browser.open(request.address()).signInPage();
        impersonate(carol);
        browser.open(Site.address() + "/realms/cloud/login-actions/reset-credentials?client_id=" + app.clientId());

        browser.open(request.address()).connectPage().in("impersonation");

        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
    }

    /** Keycloak then creates a new session at the end of the login, without the note of the impersonation. */
    @Test
    void isStillKnownOnceSuchALoginHasEnded() {
        CloudUser carol = users.unlinked();
        impersonateAfterALoginWasBegun(carol);
        CloudApp.SignIn request = app.signIn();
        request.succeededAt(browser.open(request.address())
                .connectPage()
                .in("impersonation")
                .leave()
                .appPage());

        browser.open(app.signIn().address()).connectPage().in("impersonation");

        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
    }

    /** Keycloak asks a user with a session, but without a second factor, to set one up. */
    @Test
    void isKnownAlsoWhereAnAppAsksForAHigherLevel() {
        CloudUser carol = users.unlinked();
        try (StepUpFlow flow = StepUpFlow.withoutPassword(Site.cloud(), app)) {
            assertThat(flow).isNotNull();
            impersonateAfterALoginWasBegun(carol);

            ConnectPage page = OneTimeCodes.setUp(browser.open(
                            app.signIn(Map.of("acr_values", "gold")).address()))
                    .connectPage()
                    .in("impersonation");

            page.send("connect").connectPage().in("impersonation");
            assertThat(users.linkOf(carol)).isEmpty();
            assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
        }
    }

    /** The browser has started a login, to which Keycloak then adds the session of the cookie. */
    private void impersonateAfterALoginWasBegun(CloudUser carol) {
        impersonate(carol);
        browser.open(Site.address() + "/realms/cloud/login-actions/reset-credentials?client_id=" + app.clientId());
    }

    @Test
    void reminderIsNotPostponedEither() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        impersonate(carol);
        CloudApp.SignIn request = app.signIn();

        ConnectPage page = browser.open(request.address()).connectPage().in("impersonation");
        request.succeededAt(page.leave().appPage());

        assertThat(users.attribute(carol, "magentoLinkSnoozedUntil")).isEmpty();
        assertThat(users.attribute(carol, "magentoLinkFirstAsked")).isEmpty();
    }
}
