package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.OneTimeCodes;
import cloud.magento.accounts.link.it.scenario.Site;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app asks a signed-in user for a higher level: the connection is required for it, too. */
final class StepUpIT extends CloudScenario {

    private StepUpFlow flow;

    @BeforeEach
    void makeFlow() {
        flow = new StepUpFlow(Site.cloud(), app);
    }

    @AfterEach
    void removeFlow() {
        flow.close();
    }

    @Test
    void aUserWhoIsNotConnectedIsPromptedBeforeTheHigherLevel() {
        CloudUser carol = users.unlinked();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        set(Map.of("mode", "off"));
        CloudApp.SignIn silver = app.signIn(Map.of("acr_values", "silver"));
        assertLevel("silver", silver, signIn(carol, silver).appPage());
        set(Map.of("mode", "on"));
        CloudApp.SignIn gold = app.signIn(Map.of("acr_values", "gold"));

        ConnectPage ask =
                enter(codes, browser.open(gold.address())).connectPage().asks();

        assertThat(ask.offers("later")).isFalse();
        assertThat(ask.offers("leave")).isFalse();
        assertThat(events.of(carol, "LOGIN")).as("no second login").hasSize(1);
        Shown end = continueOn(ask).connectAs(carol.magento()).confirm().shown();
        assertLevel("gold", gold, end.appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void aConnectedUserFinishesTheHigherLevelAtMagento() {
        CloudUser carol = users.linked();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        CloudApp.SignIn silver = app.signIn(Map.of("acr_values", "silver"));
        assertLevel("silver", silver, atMagento(carol, signIn(carol, silver)));
        CloudApp.SignIn gold = app.signIn(Map.of("acr_values", "gold"));

        Shown away = enter(codes, browser.open(gold.address()));

        // Keycloak asks Magento.com for the level too, so the stand-in wants its password again.
        assertThat(away.signInPage().ofMagento().parameters()).containsEntry("acr_values", "gold");
        assertLevel("gold", gold, atMagento(carol, away));
        assertThat(events.errors(carol)).isEmpty();
    }

    /** A browser with the cookie can set up a second factor if the user has none. */
    @Test
    void aFactorThatIsSetUpOnTheWayDoesNotMakeAnOldCookieFresh() {
        CloudUser carol = signedInBeforeAChange();
        CloudApp.SignIn gold = app.signIn(Map.of("acr_values", "gold"));

        ConnectPage page = OneTimeCodes.setUp(browser.open(gold.address())).connectPage();

        assertOld(page, carol);
    }

    @Test
    void aCodeDoesNotMakeAnOldCookieFreshAndSigningInAgainDoes() {
        CloudUser carol = signedInBeforeAChange();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        CloudApp.SignIn gold = app.signIn(Map.of("acr_values", "gold"));
        ConnectPage page =
                enter(codes, browser.open(gold.address())).connectPage().asksToSignInAgain();
        forgetUsedCode(carol);

        ConnectPage ask = enter(
                        codes, page.signInAgain().signInPage().ofCloud().signIn(carol.username(), CloudUser.PASSWORD))
                .connectPage()
                .asks();

        assertLevel(
                "gold",
                gold,
                continueOn(ask).connectAs(carol.magento()).confirm().landsInApp());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** Keycloak renews the time of the user session with each higher level. */
    @Test
    void anEarlierStepUpDoesNotMakeAnOldCookieFreshEither() {
        CloudUser carol = signedInBeforeAChange();
        set(Map.of("mode", "report"));
        OneTimeCodes.setUp(browser.open(app.signIn(Map.of("acr_values", "gold")).address()))
                .appPage();
        set(Map.of("mode", "on"));

        ConnectPage page = browser.open(app.signIn().address()).connectPage();

        assertOld(page, carol);
    }

    /** Deleting a cookie during the login does not change how the login began. */
    @Test
    void anOldCookieThatIsDeletedOnTheWayIsNoSignInEither() {
        CloudUser carol = signedInBeforeAChange();
        Shown setUp = browser.open(app.signIn(Map.of("acr_values", "gold")).address());
        browser.clearCookie("KEYCLOAK_IDENTITY");

        assertOld(OneTimeCodes.setUp(setUp).connectPage(), carol);
    }

    /** A user who signed in with the password before the account was connected and disconnected once. */
    private CloudUser signedInBeforeAChange() {
        CloudUser carol = users.unlinked();
        set(Map.of("mode", "off"));
        CloudApp.SignIn silver = app.signIn(Map.of("acr_values", "silver"));
        assertLevel("silver", silver, signIn(carol, silver).appPage());
        set(Map.of("mode", "on"));
        makeCookieOld(carol);
        return carol;
    }

    private void assertOld(ConnectPage page, CloudUser carol) {
        page.asksToSignInAgain().send("connect").connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    /** Keycloak accepts a code once, and the next code follows after 30 seconds. */
    private void forgetUsedCode(CloudUser carol) {
        users.resource(carol).credentials().stream()
                .filter(credential -> credential.getType().equals("otp"))
                .forEach(credential -> users.resource(carol).removeCredential(credential.getId()));
        OneTimeCodes.of(users.resource(carol));
    }

    private static Shown enter(OneTimeCodes codes, Shown shown) {
        FormPage form = shown.formPage();
        assertThat(form.asksFor("otp")).as("%s", shown).isTrue();
        return form.type("otp", codes.now()).submit();
    }

    private static AppPage atMagento(CloudUser user, Shown shown) {
        return shown.signInPage()
                .ofMagento()
                .signIn(user.magento().username(), CloudUser.PASSWORD)
                .appPage();
    }

    private static void assertLevel(String level, CloudApp.SignIn request, AppPage landed) {
        String token = request.tokens(request.succeededAt(landed)).text("id_token");
        assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8))
                .contains("\"acr\":\"" + level + "\"");
    }
}
