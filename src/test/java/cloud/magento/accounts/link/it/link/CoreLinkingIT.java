package cloud.magento.accounts.link.it.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.pages.SignInPage;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.RealmEvents;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;

/** Keycloak's own ways of linking, which the account console uses, ask for the same confirmation. */
@Tag("paths")
@Tag("sessions")
@Tag("writes")
final class CoreLinkingIT extends CloudScenario {

    private final CloudApp.SignIn linking = app.signIn(Map.of("kc_action", "idp_link:magento"));

    @BeforeEach
    void nobodyIsAskedYet() {
        set(Schedules.NOT_BEGUN);
    }

    @Test
    void linkingThatAnAppStartsAsksBeforeItWrites() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));

        ConnectPage question =
                atMagento(signIn(carol, request), carol.magento()).connectPage().asksToConfirm();
        assertThat(question.magentoAccount())
                .get()
                .asString()
                .contains(carol.magento().email());
        assertThat(users.linkOf(carol)).isEmpty();
        AppPage landed = question.confirm().appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void linkingThatAnAppStartsCannotTakeAnAccountInUse() {
        CloudUser owner = users.linked();
        CloudUser carol = users.unlinked();

        Shown end = atMagento(signIn(carol, app.signIn(Map.of("kc_action", "idp_link:magento"))), owner.magento());

        ConnectPage refused = end.connectPage();
        assertThat(refused.alert()).contains("already connected to another user");
        assertThat(events.errors(carol)).containsExactly("magento_account_in_use");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(users.isLinked(owner, owner.magento())).isTrue();
    }

    /** A connected user is not taken over before leaving, and Keycloak's own page checks nothing. */
    @Test
    void aNewPasswordEndsTheRightToConfirmThoughThePageWasNotShownYet() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();
        MagentoAccount other = users.unlinked().magento();
        FormPage continuing = signIn(carol, linking).formPage();
        users.resetPassword(carol);

        ConnectPage page = continuing
                .submit()
                .signInPage()
                .ofMagento()
                .signIn(other.username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToSignInAgain();
        page.send(Map.of("step", "confirm", "proof", "")).connectPage().asksToSignInAgain();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aNewPasswordEndsTheRightToLeave() {
        CloudUser carol = users.unlinked();
        ConnectPage page = signIn(carol, linking).connectPage().asks();
        users.resetPassword(carol);

        page.connect().connectPage().asksToSignInAgain();
        page.send(Map.of("step", "confirm", "proof", "")).connectPage().asksToSignInAgain();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void whoIsSignedInGoesToMagentoAtOnceAndBackToTheApp() {
        CloudUser carol = users.unlinked();
        signIn(carol, app.signIn()).appPage();

        browser.open(linking.address()).signInPage().ofMagento();
        browser.tab().back().appPage();
        ConnectPage question = browser.open(linking.address())
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
        question = browser.tab().reload().connectPage().asksToConfirm();
        AppPage landed = question.confirm().appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void whoHasChosenNotNowGoesToMagentoAtOnceToo() {
        set(Schedules.REMINDING);
        CloudUser carol = users.unlinked();
        signInAndBeAsked(carol, app.signIn()).notNow().appPage();

        browser.open(linking.address()).signInPage().ofMagento();
    }

    /** "Back" must not lead forward to Magento.com. */
    @Test
    void thePageWaitsForWhoHasBeenSentToMagentoAtOnce() {
        CloudUser carol = users.unlinked();
        signIn(carol, app.signIn()).appPage();
        SignInPage magento = browser.open(linking.address()).signInPage().ofMagento();

        ConnectPage told = magento.cancel().connectPage().asks();
        assertThat(told.hasErrorAlert()).as("the user has cancelled").isFalse();
        browser.tab().reload().connectPage().asks();
        AppPage landed = browser.tab().reload().connectPage().asks().leave().appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("cancelled");
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_sign_in_cancelled");
    }

    @Test
    void whoSignsInOnTheWayFindsThePageAgainWithoutThePassword() {
        CloudUser carol = users.unlinked();
        signIn(carol, linking).connectPage().asks().connect().signInPage().ofMagento();

        ConnectPage page = browser.tab().back().connectPage().asks();
        AppPage landed = connectAs(page, carol.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage();

        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void theActionOfKeycloakCannotBeSentInstead() {
        CloudUser carol = users.unlinked();
        ConnectPage page = signIn(carol, linking).connectPage().asks();
        String keycloaks = page.action().replace("execution=connect-magento", "execution=idp_link");
        assertThat(keycloaks).isNotEqualTo(page.action());

        browser.tab().post(keycloaks, Map.of());
        browser.open(page.address().toString());

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
    }

    /** As with {@code kc_action=connect-magento}: an app that may not manage the account cannot link either. */
    @Test
    void anAppWithoutTheScopeLinksNothing() {
        ClientResource client = Site.cloud()
                .clients()
                .get(Site.cloud()
                        .clients()
                        .findByClientId(app.clientId())
                        .get(0)
                        .getId());
        ClientRepresentation narrow = client.toRepresentation();
        narrow.setFullScopeAllowed(false);
        client.update(narrow);
        CloudUser carol = users.unlinked();

        ConnectPage refused = signIn(carol, linking).connectPage().in("refused");
        AppPage landed = refused.leave().appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("error");
        assertThat(RealmEvents.detail(events.awaitError(carol, "magento_sign_in_failed"), "reason"))
                .contains("missing_role");
    }

    @Test
    void anActionThatAnAdminHasSwitchedOffStaysOff() {
        CloudUser carol = users.unlinked();
        enableKeycloaksAction(false);
        try {
            AppPage landed = signIn(carol, linking).appPage();

            assertThat(landed.parameter("kc_action_status")).contains("error");
        } finally {
            enableKeycloaksAction(true);
        }
    }

    private static void enableKeycloaksAction(boolean enabled) {
        RequiredActionProviderRepresentation action = Site.cloud().flows().getRequiredAction("idp_link");
        action.setEnabled(enabled);
        Site.cloud().flows().updateRequiredAction("idp_link", action);
    }

    @Test
    void inModeOffKeycloaksOwnPageRemains() {
        set(Map.of("mode", "off"));
        CloudUser carol = users.unlinked();

        AppPage landed = signIn(carol, linking)
                .formPage()
                .submit()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void whoIsConnectedKeepsKeycloaksOwnPage() {
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.linked();

        AppPage landed = signIn(carol, linking)
                .formPage()
                .submit()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();

        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
    }

    /** In mode report logins do not ask, but a user who starts linking is asked to confirm. */
    @Test
    void modeReportAsksUsersWhoWantToConnect() {
        set(Map.of("mode", "report"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));

        ConnectPage question =
                atMagento(signIn(carol, request), carol.magento()).connectPage().asksToConfirm();

        assertThat(users.linkOf(carol)).isEmpty();
        question.confirm().appPage();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aSettingThatCannotBeReadLinksNothingUnasked() {
        force(Map.of("supportUrl", "nowhere"));
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "idp_link:magento"));

        ConnectPage told = signIn(carol, request).connectPage().in("unavailable");
        assertThat(told.reference()).isPresent();
        AppPage landed = told.leave().appPage();

        assertThat(landed.parameter("kc_action_status")).contains("cancelled");
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
        assertThat(events.errors(carol)).containsExactlyInAnyOrder("magento_link_misconfigured", "rejected_by_user");
    }

    @Test
    void linkingThatAnAppStartsNeedsASignInThatIsRecentWhenLeaving() {
        CloudUser carol = users.unlinked();
        ConnectPage waiting = signIn(carol, linking).connectPage().asks();
        set(Map.of("max_auth_age", "1"));
        waitFor(Duration.ofSeconds(3));

        ConnectPage again = waiting.connect().connectPage().asksToSignInAgain();

        assertFoundInEvents(again, carol, "magento_reauthentication_required", "leave");
        assertThat(users.linkOf(carol)).isEmpty();
        set(Map.of("max_auth_age", "300"));
        AppPage landed = again.signInAgain()
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks()
                .connect()
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage();
        assertThat(landed.parameter("kc_action")).contains("idp_link");
        assertThat(landed.parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void aLongStayAtMagentoDoesNotPreventLinking() {
        CloudUser carol = users.unlinked();
        set(Map.of("max_auth_age", "5"));
        SignInPage magento = signIn(carol, linking)
                .connectPage()
                .asks()
                .connect()
                .signInPage()
                .ofMagento();
        waitFor(Duration.ofSeconds(6));

        ConnectPage question = magento.signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();

        assertThat(question.confirm().appPage().parameter("kc_action_status")).contains("success");
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** As Keycloak's docs describe "Client initiated account linking"; newer versions disable it by default. */
    @Test
    void theLegacyAddressAsksBeforeItWritesAndEndsAtTheApp() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        String legacy = request.legacyLink(signIn(carol, request).appPage());

        ConnectPage question = legacyQuestion(legacy, carol);
        assertThat(users.linkOf(carol)).isEmpty();
        AppPage landed = question.confirm().appPage();

        assertThat(landed.address().toString()).isEqualTo(request.redirect());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        for (String step : List.of("connect", "confirm", "reauthenticate", "leave")) {
            assertIsOver(question.send(step));
        }
        assertIsOver(browser.open(question.address().toString()));
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).hasSize(1);
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    /** Keycloak keeps the notes of one tab together with those of the others. */
    @Test
    void givingUpAtTheLegacyAddressEndsAtTheAppAndSignsNobodyIn() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        ConnectPage question =
                legacyQuestion(request.legacyLink(signIn(carol, request).appPage()), carol);
        browser.newTab().open(app.signIn(Map.of("prompt", "login")).address());

        AppPage landed = question.leave().appPage();

        assertThat(landed.address().toString()).isEqualTo(request.redirect());
        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(events.of(carol, "FEDERATED_IDENTITY_LINK")).isEmpty();
        browser.clearCookie("KEYCLOAK_IDENTITY");
        for (String step : List.of("connect", "leave")) {
            assertIsOver(question.send(step));
        }
        assertIsOver(browser.open(question.address().toString()));
        assertThat(events.of(carol, "LOGIN")).hasSize(1);
    }

    @Test
    void cancellingAtMagentoEndsTheLegacyAddressAtTheApp() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        String legacy = request.legacyLink(signIn(carol, request).appPage());

        browser.open(legacy).signInPage().ofMagento().cancel().appPage();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void theLegacyAddressNeedsASignInThatIsRecent() {
        CloudUser carol = users.unlinked();
        CloudApp.SignIn request = app.signIn();
        String legacy = request.legacyLink(signIn(carol, request).appPage());
        legacyQuestion(legacy, carol);
        set(Map.of("max_auth_age", "1"));

        ConnectPage old = Eventually.get(
                () -> Optional.of(browser.open(legacy).connectPage())
                        .filter(page -> page.state().equals("reauthenticate")),
                () -> "The sign-in does not become old");
        Shown again = old.signInAgain().signInPage().ofCloud().signIn(carol.username(), CloudUser.PASSWORD);

        assertThat(again.appPage().address().toString()).startsWith(request.redirect());
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** Waits, since a sign-in ages by the clock alone. */
    private static void waitFor(Duration time) {
        Instant end = Instant.now().plus(time);
        Eventually.get(() -> Optional.of(end).filter(Instant.now()::isAfter), () -> "The clock does not advance");
    }

    private ConnectPage legacyQuestion(String legacy, CloudUser user) {
        return browser.open(legacy)
                .signInPage()
                .ofMagento()
                .signIn(user.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asksToConfirm();
    }

    private static void assertIsOver(Shown next) {
        assertThat(next.isConnectPage()).as("%s", next).isFalse();
        assertThat(next.status()).as("%s", next).isLessThan(500);
    }

    private static Shown atMagento(Shown afterSignIn, MagentoAccount account) {
        return connectAs(afterSignIn.connectPage().asks(), account);
    }
}
