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
