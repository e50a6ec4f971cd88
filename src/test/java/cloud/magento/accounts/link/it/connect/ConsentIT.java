package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Grants;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.LinkClientPolicy;
import cloud.magento.accounts.link.it.scenario.LoginAddress;
import cloud.magento.accounts.link.it.scenario.OneTimeCodes;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Consent to an app's scopes does not bypass the page, whether the app requires consent or not. */
final class ConsentIT extends CloudScenario {

    private static final Map<String, String> YES = Map.of("accept", "Yes");

    @AfterEach
    void switchThePolicyOn() {
        LinkClientPolicy.enable(true);
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, true",
        "true, true, false",
        "true, false, true",
        "true, false, false",
        "false, true, true",
        "false, true, false",
        "false, false, true",
        "false, false, false"
    })
    void consentThatWasNotRequestedGivesNoCode(boolean policy, boolean consentRequired, boolean question) {
        LinkClientPolicy.enable(policy);
        if (consentRequired) {
            Grants.of(app).needConsent();
        }
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        if (question) {
            page = continueOn(page).connectAs(carol.magento()).question();
        }

        Shown next = consentInstead(page);

        ConnectPage again = assertStillOnThePage(carol, next, question);
        Shown end = finish(again, carol, question);
        request.succeededAt((consentRequired ? end.formPage().submit() : end).appPage());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void consentThatWasNotRequestedGivesNoAssertion(boolean consentRequired, boolean question) {
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        if (consentRequired) {
            saml.needConsent();
        }
        CloudUser carol = users.unlinked();
        ConnectPage page = signIn(carol, saml).connectPage().asks();
        if (question) {
            page = continueOn(page).connectAs(carol.magento()).question();
        }

        Shown next = consentInstead(page);

        ConnectPage again = assertStillOnThePage(carol, next, question);
        Shown end = finish(again, carol, question);
        saml.succeededAt((consentRequired ? end.formPage().submit() : end).appPage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsentPageThatWasOpenWhenTheDeadlinePassedLeadsToThePage(boolean policy) {
        LinkClientPolicy.enable(policy);
        Grants.of(app).needConsent();
        CloudUser carol = users.unlinked();
        set(Schedules.NOT_BEGUN);
        CloudApp.SignIn request = app.signIn();
        FormPage consent = consentPage(signIn(carol, request));
        set(Schedules.DUE);

        ConnectPage page = assertStillOnThePage(carol, consent.submit(), false);

        request.succeededAt(consentPage(finish(page, carol, false)).submit().appPage());
    }

    @Test
    void aConsentPageOfASamlAppThatWasOpenWhenTheDeadlinePassedLeadsToThePage() {
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        saml.needConsent();
        CloudUser carol = users.unlinked();
        set(Schedules.NOT_BEGUN);
        FormPage consent = consentPage(signIn(carol, saml));
        set(Schedules.DUE);

        ConnectPage page = assertStillOnThePage(carol, consent.submit(), false);

        saml.succeededAt(consentPage(finish(page, carol, false)).submit().appPage());
    }

    /** The implicit flow returns its tokens in the redirect to the app. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsentPageThatWasOpenGivesNoTokenInTheAddress(boolean policy) {
        LinkClientPolicy.enable(policy);
        Grants.of(app).needConsent();
        CloudUser carol = users.unlinked();
        set(Schedules.NOT_BEGUN);
        FormPage consent = consentPage(
                signIn(carol, app.signIn(Map.of("response_type", "id_token token", "nonce", "n", "state", "kept"))));
        set(Schedules.DUE);

        assertStillOnThePage(carol, consent.submit(), false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsentPageForADeviceThatWasOpenLetsNoDeviceIn(boolean policy) {
        LinkClientPolicy.enable(policy);
        Grants grants = Grants.of(app);
        CloudUser carol = users.unlinked();
        set(Schedules.NOT_BEGUN);
        Http.Answer started = grants.startDevice();
        FormPage consent = browser.open(started.text("verification_uri_complete"))
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .formPage();
        set(Schedules.DUE);

        assertStillOnThePage(carol, consent.submit(), false);

        assertThat(grants.device(started).text("error")).isEqualTo("authorization_pending");
    }

    @Test
    void notNowHoldsAfterTheConsent() {
        set(Schedules.REMINDING);
        Grants.of(app).needConsent();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        FormPage consent = consentPage(signInAndBeAsked(carol, request).notNow());

        request.succeededAt(consent.submit().appPage());
    }

    /** Consent must not move a login with unfinished authentication steps to the page. */
    @Test
    void consentInTheMiddleOfALoginSkipsNoStep() {
        CloudUser carol = users.unlinked();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        FormPage code = signIn(carol, app.signIn()).formPage();
        assertThat(code.asksFor("otp")).isTrue();
        LoginAddress login = LoginAddress.of(code.address());

        Shown refused = browser.tab().post(login.of("login-actions/consent"), YES);

        assertThat(refused.isConnectPage() || refused.isAppPage())
                .as("neither page nor app: %s", refused)
                .isFalse();
        Shown next = browser.open(login.of("login-actions/required-action"));
        assertThat(next.isConnectPage())
                .as("the page without the code: %s", next)
                .isFalse();
        browser.open(login.of("login-actions/authenticate"))
                .formPage()
                .type("otp", codes.now())
                .submit()
                .connectPage()
                .asks();
    }

    private Shown signIn(CloudUser user, SamlApp saml) {
        return browser.open(saml.signInAddress()).signInPage().ofCloud().signIn(user.username(), CloudUser.PASSWORD);
    }

    /** Posts consent instead of the page's form, with the parameters of the page's address only. */
    private Shown consentInstead(ConnectPage page) {
        String address = LoginAddress.of(page.address()).of("login-actions/consent");
        return browser.tab().post(address, YES);
    }

    private static FormPage consentPage(Shown shown) {
        FormPage consent = shown.formPage();
        assertThat(consent.text()).contains("Grant Access");
        return consent;
    }

    private ConnectPage assertStillOnThePage(CloudUser user, Shown next, boolean question) {
        ConnectPage page = next.connectPage().in(question ? "confirm" : "ask");
        assertThat(page.offers("later")).isFalse();
        assertThat(events.of(user, "LOGIN")).as("no login").isEmpty();
        assertThat(users.resource(user).getUserSessions()).isEmpty();
        assertThat(users.resource(user).getConsents()).isEmpty();
        assertThat(users.linkOf(user)).isEmpty();
        return page;
    }

    private static Shown finish(ConnectPage page, CloudUser user, boolean question) {
        return (question ? page : continueOn(page).connectAs(user.magento()).question()).confirm();
    }
}
