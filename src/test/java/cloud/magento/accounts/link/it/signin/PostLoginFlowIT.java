package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.BruteForceProtection;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudProvider;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.scenario.TestFlow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * The provider's post-login flow runs after each login through Magento.com: by password, by button and by connecting.
 */
final class PostLoginFlowIT extends CloudScenario {

    private static final String DENIES = "deny-access-authenticator";
    private static final String ASKS = "auth-password-form";

    private TestFlow flow;

    /** The protection may reject the right password shortly after a wrong one. */
    @BeforeEach
    void disableBruteForceProtection() {
        BruteForceProtection.enable(false);
    }

    @AfterEach
    void removeFlow() {
        BruteForceProtection.enable(true);
        CloudProvider.postLoginFlow("");
        flow.close();
    }

    @Test
    void thatDeniesIsObeyedAfterThePassword() {
        follow(DENIES);
        CloudUser carol = users.linked();

        Shown end = throughMagento(carol, signIn(carol, app.signIn()));

        assertDenied(end, carol);
        // The flow's page, our page and a new login do not bypass it either.
        assertDenied(browser.open(end.address().toString()), carol);
        browser.open(app.signIn().address()).signInPage().ofCloud();
    }

    @Test
    void thatDeniesIsObeyedAfterTheButtonInTheSameWay() {
        follow(DENIES);
        CloudUser carol = users.linked();

        assertDenied(throughMagento(carol, byButton(app.signIn())), carol);
    }

    @Test
    void thatDeniesIsObeyedAfterConnectingToo() {
        follow(DENIES);
        CloudUser carol = users.unlinked();
        ConnectPage question =
                signInToConnect(carol, app.signIn()).connectAs(carol.magento()).question();

        Shown end = question.confirm();

        assertDenied(end, carol);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void thatAsksIsShownAndTheLoginEndsAfterIt() {
        follow(ASKS);
        CloudUser carol = users.linked();
        CloudApp.SignIn request = app.signIn();

        SignInPage asked =
                throughMagento(carol, signIn(carol, request)).signInPage().ofCloud();

        assertThat(asked.address().getPath()).endsWith("/post-broker-login");
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        assertThat(asked.signIn(carol.username(), "wrong").isAppPage()).isFalse();
        request.succeededAt(browser.shown()
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .appPage());
        assertThat(events.of(carol, "LOGIN"))
                .singleElement()
                .satisfies(
                        login -> assertThat(login.getDetails()).containsEntry("identity_provider", CloudUsers.ALIAS));
        // Once is enough: the session signs the user in to the next app.
        CloudApp.SignIn next = CloudApp.registered(Site.address(), Site.cloud()).signIn();
        next.succeededAt(browser.open(next.address()).appPage());
    }

    @Test
    void thatAsksIsShownAfterConnectingAndTheLoginEndsAfterIt() {
        follow(ASKS);
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        SignInPage asked = signInToConnect(carol, request)
                .connectAs(carol.magento())
                .confirm()
                .shown()
                .signInPage()
                .ofCloud();

        assertThat(events.of(carol, "LOGIN")).isEmpty();
        request.succeededAt(asked.signIn(carol.username(), CloudUser.PASSWORD).appPage());
    }

    @Test
    void thatAsksCannotBeLeftByTheWayOfAnotherPage() {
        follow(ASKS);
        CloudUser carol = users.linked();
        SignInPage asked =
                throughMagento(carol, signIn(carol, app.signIn())).signInPage().ofCloud();
        String address = asked.address().toString();

        for (String other : List.of("authenticate", "required-action", "first-broker-login", "consent")) {
            Shown end = browser.open(address.replace("post-broker-login", other));
            assertThat(end.isAppPage()).as(end.toString()).isFalse();
            assertThat(end.status()).as(end.toString()).isLessThan(500);
        }
        browser.open(address.replace("/login-actions/post-broker-login", "/broker/after-post-broker-login"));
        assertThat(events.of(carol, "LOGIN")).isEmpty();
    }

    @Test
    void followsTheOtherStepsOfTheFlowAndThoseOfTheUser() {
        follow(ASKS);
        CloudUser carol = users.linked();
        UserRepresentation stored = users.stored(carol);
        stored.setRequiredActions(List.of("UPDATE_PASSWORD"));
        users.resource(carol).update(stored);
        CloudApp.SignIn request = app.signIn();
        Shown shown = throughMagento(carol, signIn(carol, request));

        boolean asked = false;
        boolean renewed = false;
        String password = CloudUser.PASSWORD;
        while (!shown.isAppPage()) {
            if (shown.asksForNewPassword()) {
                assertThat(renewed).isFalse();
                renewed = true;
                password = "new password";
                FormPage form = shown.formPage();
                shown = form.type("password-new", password)
                        .type("password-confirm", password)
                        .submit();
            } else {
                assertThat(asked).isFalse();
                asked = true;
                shown = shown.signInPage().ofCloud().signIn(carol.username(), password);
            }
        }

        request.succeededAt(shown.appPage());
        assertThat(asked).isTrue();
        assertThat(renewed).isTrue();
    }

    @Test
    void skipsNoStepThatComesAfterOurs() {
        follow("allow-access-authenticator");
        try (TestFlow strict =
                TestFlow.of("auth-username-password-form", "magento-link-authenticator", "deny-access-authenticator")) {
            ClientRepresentation client =
                    Site.cloud().clients().findByClientId(app.clientId()).get(0);
            client.setAuthenticationFlowBindingOverrides(Map.of("browser", strict.id()));
            Site.cloud().clients().get(client.getId()).update(client);
            CloudUser carol = users.linked();

            assertDenied(throughMagento(carol, signIn(carol, app.signIn())), carol);

            Site.cloud().clients().get(client.getId()).remove();
        }
    }

    @Test
    void followsNoLinkingThatTheUserBegan() {
        set(Schedules.NOT_BEGUN);
        CloudUser carol = users.unlinked();
        follow(DENIES);
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "connect-magento"));

        Shown end = signInToConnect(carol, request)
                .connectAs(carol.magento())
                .confirm()
                .shown();

        assertThat(end.appPage().parameter("code")).isPresent();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    private void follow(String authenticator) {
        flow = TestFlow.of(authenticator);
        CloudProvider.postLoginFlow(flow.alias());
    }

    private Shown byButton(CloudApp.SignIn request) {
        return browser.open(request.address()).signInPage().ofCloud().signInWith(CloudUsers.ALIAS);
    }

    private static Shown throughMagento(CloudUser user, Shown shown) {
        return shown.signInPage().ofMagento().signIn(user.magento().username(), CloudUser.PASSWORD);
    }

    private void assertDenied(Shown end, CloudUser user) {
        assertThat(end.isAppPage()).as(end.toString()).isFalse();
        assertThat(end.text()).containsIgnoringCase("access denied");
        assertThat(events.of(user, "LOGIN")).isEmpty();
        assertThat(users.resource(user).getUserSessions()).isEmpty();
    }
}
