package cloud.magento.accounts.link.it.connect;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Mailbox;
import cloud.magento.accounts.link.it.scenario.OneTimeCodes;
import cloud.magento.accounts.link.it.scenario.OtherProvider;
import cloud.magento.accounts.link.it.scenario.Registration;
import cloud.magento.accounts.link.it.scenario.SamlApp;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * After the deadline a user who is not connected is asked and gets no code, with each way to sign in. For a forgotten
 * password see ForgottenPasswordIT.
 */
@Tag("paths")
final class WaysInIT extends CloudScenario {

    private OtherProvider other;

    @AfterEach
    void removeOtherProvider() {
        if (other != null) {
            other.close();
        }
    }

    @Test
    void password() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();

        assertAskedAndThenIn(signIn(carol, request), carol, request);
    }

    @Test
    void passwordAndOneTimeCode() {
        CloudUser carol = users.unlinked();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        CloudApp.SignIn request = app.signIn();

        FormPage code = signIn(carol, request).formPage();
        assertThat(code.asksFor("otp")).isTrue();
        Shown next = code.type("otp", codes.now()).submit();

        assertAskedAndThenIn(next, carol, request);
    }

    @Test
    void rememberMe() {
        CloudUser carol = users.unlinked();
        set(Map.of("mode", "off"));
        SignInPage form = browser.open(app.signIn().address()).signInPage().rememberMe();
        form.signIn(carol.username(), CloudUser.PASSWORD).appPage();
        set(Map.of("mode", "on"));
        browser.restart();
        CloudApp.SignIn request = app.signIn();

        assertAskedAndThenInBySession(browser.open(request.address()), carol, request);
    }

    @Test
    void cookieOfAnotherApp() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        CloudApp.SignIn request =
                CloudApp.registered(Site.address(), Site.cloud()).signIn();

        assertAskedAndThenInBySession(browser.open(request.address()), carol, request);
    }

    @Test
    void anotherProviderTheFirstTime() {
        other = OtherProvider.added();
        CloudUser newcomer = users.unlinked();
        users.resource(newcomer).remove();
        CloudApp.SignIn request = app.signIn();

        Shown next = other.signIn(browser, request, newcomer.magento());

        ConnectPage question =
                continueOn(askedWithoutWayRound(next)).connectAtOnce().question();
        UserRepresentation created = Site.cloud()
                .users()
                .searchByEmail(newcomer.magento().email(), true)
                .get(0);
        CloudUser carol = new CloudUser(created.getId(), created.getUsername(), created.getEmail(), newcomer.magento());
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        request.succeededAt(question.confirm().appPage());
        assertThat(users.resource(carol).getFederatedIdentity())
                .extracting("identityProvider")
                .containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void anotherProviderLater() {
        other = OtherProvider.added();
        CloudUser carol = users.unlinked();
        other.link(users.resource(carol), carol.magento());
        CloudApp.SignIn request = app.signIn();

        Shown next = other.signIn(browser, request, carol.magento());

        ConnectPage question =
                continueOn(askedWithoutWayRound(next)).connectAtOnce().question();
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        request.succeededAt(question.confirm().appPage());
        assertThat(users.resource(carol).getFederatedIdentity())
                .extracting("identityProvider")
                .containsExactlyInAnyOrder(CloudUsers.ALIAS, other.alias());
    }

    @Test
    void registration() {
        CloudUser gone = users.unlinked();
        users.resource(gone).remove();
        Registration.allow(true);
        try {
            CloudApp.SignIn request = app.signIn(Map.of("prompt", "create"));
            FormPage form = browser.open(request.address()).formPage();
            Shown next = Registration.submit(form, gone);

            ConnectPage page = askedWithoutWayRound(next);
            UserRepresentation created =
                    Site.cloud().users().searchByUsername(gone.username(), true).get(0);
            CloudUser carol = new CloudUser(created.getId(), gone.username(), gone.email(), gone.magento());
            assertThat(events.of(carol, "LOGIN")).isEmpty();
            assertConnects(page, carol, request);
        } finally {
            Registration.allow(false);
        }
    }

    @Test
    void mailThatVerifiesTheAddress() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost());
                Browser elsewhere = new Browser()) {
            CloudUser carol = users.unlinked(user -> {
                user.setEmailVerified(false);
                user.setRequiredActions(List.of("VERIFY_EMAIL"));
            });
            CloudApp.SignIn request = app.signIn();
            assertThat(signIn(carol, request).isConnectPage()).isFalse();
            String link = mailbox.await(carol.email()).link();

            Shown without = elsewhere.open(link);
            assertThat(without.isAppPage())
                    .as("no login in another browser: %s", without)
                    .isFalse();

            assertAskedAndThenIn(browser.open(link), carol, request);
        }
    }

    @Test
    void mailWithActionsOfAnAdmin() {
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            users.resource(carol).executeActionsEmail(List.of("UPDATE_PASSWORD"));

            FormPage newPassword = browser.open(mailbox.await(carol.email()).link())
                    .proceedToActions()
                    .formPage();
            Shown next = newPassword
                    .type("password-new", "new password")
                    .type("password-confirm", "new password")
                    .submit();

            ConnectPage page = askedWithoutWayRound(next);
            Shown end = continueOn(page).connectAs(carol.magento()).confirm().shown();
            assertThat(end.text()).contains("account has been updated");
            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(events.of(carol, "LOGIN")).as("no login").isEmpty();
        }
    }

    @Test
    void mailThatAsksToConnectBeforeItIsDue() {
        set(Schedules.NOT_BEGUN);
        try (Mailbox mailbox = new Mailbox(Site.cloud(), Site.testHost())) {
            CloudUser carol = users.unlinked();
            users.resource(carol).executeActionsEmail(List.of("connect-magento"));
            String link = mailbox.await(carol.email()).link();

            ConnectPage page =
                    browser.open(link).proceedToActions().connectPage().asks();
            continueOn(page).connectAs(carol.magento()).confirm();

            assertThat(users.isLinked(carol, carol.magento())).isTrue();
            assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        }
    }

    @Test
    void samlApp() {
        CloudUser carol = users.unlinked();
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);

        Shown next =
                browser.open(saml.signInAddress()).signInPage().ofCloud().signIn(carol.username(), CloudUser.PASSWORD);

        ConnectPage page = askedWithoutWayRound(next);
        assertThat(events.of(carol, "LOGIN")).isEmpty();
        continueOn(page).connectAs(carol.magento()).confirm().landsIn(saml);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void samlAppAsksToSignInAgainFirst() {
        CloudUser carol = users.unlinked();
        SamlApp saml = SamlApp.registered(Site.address(), Site.cloud(), app);
        ConnectPage page = browser.open(saml.signInAddress())
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage();
        users.resource(carol).resetPassword(credential(CloudUser.PASSWORD));

        ConnectPage again = page.connect()
                .connectPage()
                .asksToSignInAgain()
                .signInAgain()
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage();

        continueOn(again).connectAs(carol.magento()).confirm().landsIn(saml);
    }

    @Test
    void device() {
        CloudUser carol = users.unlinked();
        change(
                app,
                client -> client.setAttributes(Map.of(
                        "oauth2.device.authorization.grant.enabled", "true", "oauth2.device.polling.interval", "1")));
        Http.Answer started = Http.post(
                app.tokenAddress().replace("/token", "/auth/device"),
                Map.of("client_id", app.clientId(), "scope", "openid"));
        assertThat(started.status()).as(started.body()).isEqualTo(200);

        ConnectPage page = askedWithoutWayRound(browser.open(started.text("verification_uri_complete"))
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD));
        assertThat(poll(started).text("error")).isEqualTo("authorization_pending");

        FormPage consent =
                continueOn(page).connectAs(carol.magento()).confirm().shown().formPage();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(consent.submit().text()).contains("Device Login Successful");
        Eventually.get(
                () -> Optional.of(poll(started)).filter(Http.Answer::hasTokens), () -> "No tokens for the device");
    }

    @Test
    void appThatNeedsConsent() {
        CloudUser carol = users.unlinked();
        change(app, client -> client.setConsentRequired(true));
        CloudApp.SignIn request = app.signIn();

        ConnectPage page = askedWithoutWayRound(signIn(carol, request));
        FormPage consent =
                continueOn(page).connectAs(carol.magento()).confirm().shown().formPage();

        assertThat(consent.text()).contains("Grant Access");
        request.succeededAt(consent.submit().appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void appWithoutFullScope() {
        CloudUser carol = users.unlinked();
        change(app, client -> client.setFullScopeAllowed(false));
        CloudApp.SignIn request = app.signIn();

        assertAskedAndThenIn(signIn(carol, request), carol, request);
    }

    @Test
    void userWithoutAccountRoles() {
        CloudUser carol = users.unlinked();
        List<RoleRepresentation> all =
                users.resource(carol).roles().realmLevel().listAll();
        assertThat(all).extracting(RoleRepresentation::getName).contains("default-roles-cloud");
        users.resource(carol).roles().realmLevel().remove(all);
        CloudApp.SignIn request = app.signIn();

        assertAskedAndThenIn(signIn(carol, request), carol, request);
    }

    private Http.Answer poll(Http.Answer started) {
        return Http.post(
                app.tokenAddress(),
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id",
                        app.clientId(),
                        "device_code",
                        started.text("device_code")));
    }

    private void assertAskedAndThenIn(Shown next, CloudUser user, CloudApp.SignIn request) {
        ConnectPage page = askedWithoutWayRound(next);
        assertThat(events.of(user, "LOGIN")).as("no login").isEmpty();
        assertThat(users.linkOf(user)).isEmpty();
        assertConnects(page, user, request);
    }

    /** For users with a session from before the page was due, so there is one LOGIN event already. */
    private void assertAskedAndThenInBySession(Shown next, CloudUser user, CloudApp.SignIn request) {
        ConnectPage page = askedWithoutWayRound(next);
        assertThat(events.of(user, "LOGIN")).as("no second login").hasSize(1);
        assertThat(users.linkOf(user)).isEmpty();
        assertConnects(page, user, request);
    }

    private static ConnectPage askedWithoutWayRound(Shown next) {
        ConnectPage page = next.connectPage().asks();
        assertThat(page.offers("later")).isFalse();
        assertThat(page.offers("leave")).isFalse();
        return page;
    }

    private void assertConnects(ConnectPage page, CloudUser user, CloudApp.SignIn request) {
        Shown end = continueOn(page).connectAs(user.magento()).confirm().shown();
        assertThat(request.tokens(request.succeededAt(end.appPage())).hasTokens())
                .isTrue();
        assertThat(users.isLinked(user, user.magento())).isTrue();
        assertThat(events.of(user, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    private static void change(CloudApp app, Consumer<ClientRepresentation> change) {
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        ClientResource resource = Site.cloud().clients().get(client.getId());
        change.accept(client);
        resource.update(client);
    }

    private static CredentialRepresentation credential(String password) {
        CredentialRepresentation credential = new CredentialRepresentation();
        credential.setType(CredentialRepresentation.PASSWORD);
        credential.setValue(password);
        return credential;
    }
}
