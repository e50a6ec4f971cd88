package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Consent to what an app may see is no way round the page, whether the user is asked for it or not. */
final class ConsentIT extends CloudScenario {

    private static final Map<String, String> NOT_DUE = Schedules.NOT_BEGUN;
    private static final Map<String, String> DUE = Map.of("cutoff", "2020-04-01", "remindFrom", "");
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
    void consentThatNobodyAskedForGivesNoCode(boolean policy, boolean consentRequired, boolean question) {
        LinkClientPolicy.enable(policy);
        if (consentRequired) {
            Grants.of(app).needConsent();
        }
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage page = signInAndBeAsked(carol, request);
        if (question) {
            page = connectAs(page, carol.magento()).connectPage().asksToConfirm();
        }

        Shown next = consentInstead(page);

        ConnectPage again = assertStillOnThePage(carol, next, question);
        Shown end = finish(again, carol, question);
        request.succeededAt((consentRequired ? end.formPage().submit() : end).appPage());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void consentThatNobodyAskedForGivesNoAssertion(boolean consentRequired, boolean question) {
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        if (consentRequired) {
            saml.needConsent();
        }
        CloudUser carol = users.unlinked();
        ConnectPage page = signIn(carol, saml).connectPage().asks();
        if (question) {
            page = connectAs(page, carol.magento()).connectPage().asksToConfirm();
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
        set(NOT_DUE);
        CloudApp.SignIn request = app.signIn();
        FormPage consent = consentPage(signIn(carol, request));
        set(DUE);

        ConnectPage page = assertStillOnThePage(carol, consent.submit(), false);

        request.succeededAt(consentPage(finish(page, carol, false)).submit().appPage());
    }

    @Test
    void aConsentPageOfASamlAppThatWasOpenWhenTheDeadlinePassedLeadsToThePage() {
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        saml.needConsent();
        CloudUser carol = users.unlinked();
        set(NOT_DUE);
        FormPage consent = consentPage(signIn(carol, saml));
        set(DUE);

        ConnectPage page = assertStillOnThePage(carol, consent.submit(), false);

        saml.succeededAt(consentPage(finish(page, carol, false)).submit().appPage());
    }

    /** The implicit flow would give its tokens with the login's own answer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsentPageThatWasOpenGivesNoTokenInTheAddress(boolean policy) {
        LinkClientPolicy.enable(policy);
        Grants.of(app).needConsent();
        CloudUser carol = users.unlinked();
        set(NOT_DUE);
        FormPage consent = consentPage(
                signIn(carol, app.signIn(Map.of("response_type", "id_token token", "nonce", "n", "state", "kept"))));
        set(DUE);

        assertStillOnThePage(carol, consent.submit(), false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConsentPageForADeviceThatWasOpenLetsNoDeviceIn(boolean policy) {
        LinkClientPolicy.enable(policy);
        Grants grants = Grants.of(app);
        CloudUser carol = users.unlinked();
        set(NOT_DUE);
        Http.Answer started = grants.startDevice();
        FormPage consent = browser.open(started.text("verification_uri_complete"))
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .formPage();
        set(DUE);

        assertStillOnThePage(carol, consent.submit(), false);

        assertThat(grants.device(started).text("error")).isEqualTo("authorization_pending");
    }

    @Test
    void whoChoseNotNowIsNotAskedAgainAfterTheConsent() {
        set(Schedules.REMINDING);
        Grants.of(app).needConsent();
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        FormPage consent = consentPage(signInAndBeAsked(carol, request).notNow());

        request.succeededAt(consent.submit().appPage());
    }

    /** A login that is not done with its own steps must not be taken past them to the page. */
    @Test
    void consentInTheMiddleOfALoginSkipsNoStep() {
        CloudUser carol = users.unlinked();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        FormPage code = signIn(carol, app.signIn()).formPage();
        assertThat(code.asksFor("otp")).isTrue();
        LoginAddress login = LoginAddress.of(code.address());

        Shown refused = browser.tab().post(login.of("login-actions/consent"), YES);

        assertThat(refused.isConnectPage() || refused.isAppPage())
                .as("a way on: %s", refused)
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

    /** Agrees in place of the page, with nothing but what the page's own address has. */
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
        assertThat(events.of(user, "LOGIN")).as("no way in").isEmpty();
        assertThat(users.resource(user).getUserSessions()).isEmpty();
        assertThat(users.resource(user).getConsents()).isEmpty();
        assertThat(users.linkOf(user)).isEmpty();
        return page;
    }

    private static Shown finish(ConnectPage page, CloudUser user, boolean question) {
        return (question ? page : connectAs(page, user.magento()).connectPage().asksToConfirm()).confirm();
    }
}
