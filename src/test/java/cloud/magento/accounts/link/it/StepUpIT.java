package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app asks more of a user who is signed in already: for the higher level, too, the account must be connected. */
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
    void whoIsNotConnectedIsAskedBeforeTheHigherLevelIsGiven() {
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
        assertThat(events.of(carol, "LOGIN")).as("no second way in").hasSize(1);
        Shown end =
                connectAs(ask, carol.magento()).connectPage().asksToConfirm().confirm();
        assertLevel("gold", gold, end.appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void whoIsConnectedFinishesTheHigherLevelAtMagento() {
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

    /** Whoever has the cookie can set up a second factor, if the user has none. */
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
                connectAs(ask, carol.magento())
                        .connectPage()
                        .asksToConfirm()
                        .confirm()
                        .appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** Keycloak dates the user session anew with each higher level. */
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

    /** What the browser does with its cookies meanwhile does not change what the login began with. */
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

    /** Keycloak takes a code once, and the next one comes in half a minute. */
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
