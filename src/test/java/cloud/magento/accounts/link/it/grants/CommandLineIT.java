package cloud.magento.accounts.link.it.grants;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CommandLineTool;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Schedules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.EventRepresentation;

/** A command line tool like magento-cloud: its users connect in the browser, and its offline token knows a deadline. */
@Tag("paths")
final class CommandLineIT extends CloudScenario {

    private final CommandLineTool tool = CommandLineTool.registered();

    @AfterEach
    void stopListening() {
        tool.close();
        LinkClientPolicy.enable(true);
    }

    @Test
    void itsUserConnectsConsentsAndGetsAnOfflineToken() {
        CloudUser carol = users.unlinked();
        CommandLineTool.Login login = tool.login(Map.of("max_age", "300"));

        ConnectPage page = signIn(carol, login).connectPage().asks();
        assertThat(page.offers("later")).isFalse();
        assertThat(events.of(carol, "LOGIN")).as("no login").isEmpty();
        FormPage consent = consentPage(
                continueOn(page).connectAs(carol.magento()).confirm().shown());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        Http.Answer tokens = login.tokens(consent.submit().appPage());

        assertOffline(tokens);
        assertGranted(tool.refresh(tokens.text("refresh_token")));
        assertThat(events.await(carol, "LOGIN").getClientId()).isEqualTo(tool.clientId());
    }

    @Test
    void itsConnectedUserFinishesAtMagento() {
        CloudUser carol = users.linked();
        CommandLineTool.Login login = tool.login();

        Shown next = signIn(carol, login)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD);

        assertOffline(login.tokens(consentPage(next).submit().appPage()));
    }

    @Test
    void itsOfflineTokenIsRefusedPastTheDeadlineUntilItsUserHasConnected() {
        CloudUser carol = users.unlinked();
        String token = tokenFromBefore(carol);

        Http.Answer refused = tool.refresh(token);

        // The status and the error at which magento-cloud says that the session has expired.
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(refused.text("error_description")).contains("Magento.com").contains("browser");
        EventRepresentation event = events.awaitError(carol, "magento_primary_login_required");
        assertThat(event.getClientId()).isEqualTo(tool.clientId());
        assertThat(RealmEvents.detail(event, "grant_type")).contains("refresh_token");
        assertThat(refused.text("error_description"))
                .contains(RealmEvents.detail(event, "magento_link_reference").orElseThrow());

        // "login" again, in the browser that is still signed in.
        CommandLineTool.Login again = tool.login();
        ConnectPage page = browser.open(again.address()).connectPage().asks();
        FormPage consent = consentPage(
                continueOn(page).connectAs(carol.magento()).confirm().shown());
        assertOffline(again.tokens(consent.submit().appPage()));
        assertGranted(tool.refresh(token));
    }

    @Test
    void withoutThePolicyItsOfflineTokenGoesOn() {
        CloudUser carol = users.unlinked();
        String token = tokenFromBefore(carol);
        LinkClientPolicy.enable(false);

        assertGranted(tool.refresh(token));
    }

    @Test
    void eachPortOfTheLoopbackInterfaceIsItsOwnAndNoOtherHost() {
        for (int port = CommandLineTool.FIRST_PORT; port <= CommandLineTool.LAST_PORT; port++) {
            browser.open(tool.login(Map.of("redirect_uri", CommandLineTool.callback(port)))
                            .address())
                    .signInPage()
                    .ofCloud();
        }
        for (String other : new String[] {
            "http://127.0.0.2:5000", "http://localhost:5000", "https://127.0.0.1:5000", "http://127.0.0.1:5000/else"
        }) {
            assertThat(browser.open(tool.login(Map.of("redirect_uri", other)).address())
                            .errorPage()
                            .text())
                    .as(other)
                    .contains("Invalid parameter: redirect_uri");
        }
    }

    /** Keycloak asks for consent each time, does not know select_account, and asks for the password after max_age. */
    @Test
    void itsPromptAsksForConsentEachTimeAndForNoAccount() {
        set(Map.of("primaryLogin", "off"));
        signIn(users.linked(), app.signIn()).appPage();

        for (int time = 1; time <= 2; time++) {
            CommandLineTool.Login login = tool.login();
            FormPage consent = consentPage(browser.open(login.address()));
            assertOffline(login.tokens(consent.submit().appPage()));
        }

        Eventually.nextSecond();
        Eventually.nextSecond();
        browser.open(tool.login(Map.of("max_age", "0")).address()).signInPage().ofCloud();
    }

    /** Unless the provider has a prompt of its own. */
    @Test
    void itsPromptGoesToMagentoWithItsUser() {
        String address =
                signIn(users.unlinked(), tool.login()).connectPage().asks().connectWithoutFollowing();

        assertThat(address).contains("/realms/magento/", "prompt=consent+select_account");
    }

    /** The offline token of a user who consented before the deadline, in a browser that stays signed in. */
    private String tokenFromBefore(CloudUser user) {
        set(Schedules.NOT_BEGUN);
        signIn(user, app.signIn()).appPage();
        CommandLineTool.Login login = tool.login();
        Http.Answer tokens =
                login.tokens(consentPage(browser.open(login.address())).submit().appPage());
        assertOffline(tokens);
        set(Schedules.DUE);
        return tokens.text("refresh_token");
    }

    private Shown signIn(CloudUser user, CommandLineTool.Login login) {
        return browser.open(login.address()).signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
    }

    private static FormPage consentPage(Shown shown) {
        FormPage consent = shown.formPage();
        assertThat(consent.text()).contains("Grant Access").contains("Offline Access");
        return consent;
    }

    private static void assertOffline(Http.Answer tokens) {
        assertGranted(tokens);
        String claims = new String(
                Base64.getUrlDecoder().decode(tokens.text("refresh_token").split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(claims).contains("\"typ\":\"Offline\"");
    }

    private static void assertGranted(Http.Answer answer) {
        assertThat(answer.hasTokens()).as(answer.body()).isTrue();
    }
}
