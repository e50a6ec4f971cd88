package cloud.magento.accounts.link.it.signin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.MagentoAccount;
import cloud.magento.accounts.link.it.scenario.OneTimeCodes;
import cloud.magento.accounts.link.it.scenario.Schedules;
import cloud.magento.accounts.link.it.scenario.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Connecting an account requires a recent sign-in. */
@Tag("sessions")
@Tag("writes")
final class FreshSignInIT extends CloudScenario {

    @Test
    void anOldSessionMustSignInAgainAndComesBack() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        set(Map.of("max_auth_age", "1"));
        CloudApp.SignIn request = app.signIn();

        ConnectPage old = Eventually.get(() -> askedToSignInAgain(request), () -> "The sign-in does not become old");
        assertThat(users.linkOf(carol)).isEmpty();
        set(Map.of("max_auth_age", "300"));
        ConnectPage ask = old.signInAgain()
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        continueOn(ask).connectAs(carol.magento()).confirm().landsIn(request);
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** Keycloak then adds the cookie's session to a login with another id, so the id does not identify the session. */
    @Test
    void aLoginBegunBeforeDoesNotMakeAnOldCookieFresh() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        set(Map.of("max_auth_age", "1"));
        CloudApp.SignIn request = app.signIn();

        Eventually.get(
                () -> {
                    browser.open(Site.address() + "/realms/cloud/login-actions/reset-credentials?client_id="
                            + app.clientId());
                    return askedToSignInAgain(request);
                },
                () -> "The sign-in does not become old");

        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** At the end of such a login Keycloak creates a new session with the current time as its start. */
    @Test
    void theSessionThatTakesThePlaceOfAnOldOneIsNotFresh() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        makeCookieOld(carol);
        set(Schedules.REMINDING);
        browser.open(Site.address() + "/realms/cloud/login-actions/reset-credentials?client_id=" + app.clientId());
        CloudApp.SignIn reminded = app.signIn();
        reminded.succeededAt(browser.open(reminded.address())
                .connectPage()
                .asksToSignInAgain()
                .send("later")
                .appPage());
        set(Schedules.DUE);

        ConnectPage page = browser.open(app.signIn().address()).connectPage().asksToSignInAgain();

        page.send("connect").connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** Magento.com answers from the browser's session there, without asking for the password. */
    @Test
    void aProviderThatAsksForNothingDoesNotMakeAnOldSessionFresh() {
        CloudUser carol = signedInByButtonBeforeANewPassword();
        CloudApp.SignIn request = app.signIn(Map.of("kc_action", "connect-magento", "max_age", "1"));
        Shown signInPage = Eventually.get(
                () -> Optional.of(browser.open(request.address())).filter(shown -> !shown.isConnectPage()),
                () -> "Keycloak never asks to sign in again");

        ConnectPage page = signInPage
                .signInPage()
                .signInWith(CloudUsers.ALIAS)
                .connectPage()
                .asksToSignInAgain();

        ConnectPage again = page.send("switch").connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
        again.signInAgain()
                .signInPage()
                .ofCloud()
                .signInWith(CloudUsers.ALIAS)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();
    }

    @Test
    void aPromptThatTheBrowserTakesOutDoesNotCount() {
        CloudUser carol = signedInByButtonBeforeANewPassword();
        ConnectPage old = browser.open(
                        app.signIn(Map.of("kc_action", "connect-magento")).address())
                .connectPage()
                .asksToSignInAgain();
        String address = old.signInAgain().signInPage().ofCloud().signInWithoutFollowing(CloudUsers.ALIAS);
        assertThat(address).contains("prompt=login");

        ConnectPage page = browser.open(address.replace("prompt=login", "prompt="))
                .connectPage()
                .asksToSignInAgain();

        page.send("switch").connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    /** Keycloak then has no session of the user, and Magento.com answers from the browser's session there. */
    @Test
    void aCookieThatTheBrowserTakesOutDoesNotCount() {
        CloudUser carol = signedInByButtonBeforeANewPassword();
        browser.clearCookiesOf("/realms/cloud/");

        ConnectPage page = browser.open(
                        app.signIn(Map.of("kc_action", "connect-magento")).address())
                .signInPage()
                .signInWith(CloudUsers.ALIAS)
                .connectPage()
                .asksToSignInAgain();

        page.send("switch").connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    /** The login begins with the password of one user, and Magento.com then signs in another one. */
    @Test
    void anotherUsersPasswordDoesNotMakeASessionAtMagentoFresh() {
        CloudUser dave = users.linked();
        CloudUser carol = signedInByButtonBeforeANewPassword();
        browser.clearCookiesOf("/realms/cloud/");
        ConnectPage wrongAccount = browser.open(
                        app.signIn(Map.of("kc_action", "connect-magento")).address())
                .signInPage()
                .ofCloud()
                .signIn(dave.username(), CloudUser.PASSWORD)
                .connectPage();

        ConnectPage page = browser.open(wrongAccount.sameTabAt("/realms/cloud/broker/" + CloudUsers.ALIAS + "/login"))
                .connectPage()
                .asksToSignInAgain();

        page.send("switch").connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    /** Keycloak does not ask for the old password in this required action. */
    @Test
    void aPasswordThatIsSetWithACookieAloneProvesNothing() {
        CloudUser carol = users.unlinked();
        signInUnasked(carol);
        makeCookieOld(carol);
        UserRepresentation user = users.stored(carol);
        user.setRequiredActions(List.of("UPDATE_PASSWORD"));
        users.resource(carol).update(user);

        ConnectPage page = browser.open(app.signIn().address())
                .formPage()
                .type("password-new", "chosen by a thief")
                .type("password-confirm", "chosen by a thief")
                .submit()
                .connectPage()
                .asksToSignInAgain();

        ConnectPage again = page.send("connect").connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
        again.signInAgain()
                .signInPage()
                .signIn(carol.username(), "chosen by a thief")
                .connectPage()
                .asks();
    }

    /** Keycloak stores the action that the address names, whether it is due or not. */
    @Test
    void aPasswordChangeThatOnlyTheBrowserClaimsRenewsNothing() {
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn());
        String page = ask.address().toString();
        browser.open(ask.action().replace("execution=connect-magento", "execution=UPDATE_PASSWORD"));
        users.resetPassword(carol);

        ConnectPage again = browser.open(page).connectPage();

        again.send("connect").connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void aSessionFromBeforeTheUserConnectedCannotReplaceTheAccount() {
        // With primary login such a session starts over, see WaitingLoginIT.
        set(Map.of("primaryLogin", "off"));
        CloudUser carol = users.unlinked();
        MagentoAccount thiefs = users.unlinked().magento();
        ConnectPage parked = signInToConnect(carol, app.signIn(Map.of("kc_action", "connect-magento")))
                .connectAs(thiefs)
                .question();
        try (Browser carols = new Browser()) {
            signInToConnect(carols, carol, app.signIn())
                    .connectAs(carol.magento())
                    .confirm()
                    .landsInApp();
        }

        parked.confirm().connectPage().asksToSignInAgain();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void aSessionFromBeforeTheAccountWasDisconnectedCannotConnectIt() {
        CloudUser carol = users.unlinked();
        ConnectPage parked = question(carol);
        users.link(carol, carol.magento());
        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

        parked.confirm().connectPage().asksToSignInAgain();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void thePasswordOfAnotherUserDoesNotRenewTheSignIn() {
        CloudUser carol = users.unlinked();
        CloudUser other = users.unlinked();
        signInUnasked(carol);
        set(Map.of("max_auth_age", "1"));
        CloudApp.SignIn request = app.signIn();
        ConnectPage old = Eventually.get(() -> askedToSignInAgain(request), () -> "The sign-in does not become old");

        Shown next = old.signInAgain().signInPage().signIn(other.username(), CloudUser.PASSWORD);

        assertThat(users.linkOf(carol)).isEmpty();
        assertThat(next.isAppPage()).isFalse();
    }

    @Test
    void aNewPasswordEndsTheRightToLeaveForMagento() {
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn());
        users.resetPassword(carol);

        Shown next = ask.connect();

        next.connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void aNewPasswordEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        users.resetPassword(carol);

        question.confirm().connectPage().asksToSignInAgain();

        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void signingOutEverywhereEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        users.resource(carol).logout();

        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("not in the app: %s", end).isFalse();
        assertThat(end.status()).isLessThan(500);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void beingDisabledEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        enable(carol, false);

        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("not in the app: %s", end).isFalse();
        assertThat(end.status()).isLessThan(500);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void beingDisabledEndsTheRightToConfirmAlsoOnceEnabledAgain() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        enable(carol, false);
        enable(carol, true);

        assertMustSignInAgain(carol, question.confirm());
    }

    @Test
    void beingDisabledEndsTheRightToLeaveForMagentoAlsoOnceEnabledAgain() {
        CloudUser carol = users.unlinked();
        ConnectPage ask = signInAndBeAsked(carol, app.signIn());
        enable(carol, false);
        enable(carol, true);

        assertMustSignInAgain(carol, ask.connect());
        ConnectPage fresh = browser.shown()
                .connectPage()
                .signInAgain()
                .signInPage()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();
        continueOn(fresh).connectAs(carol.magento()).confirm().landsInApp();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anAdminWhoChangesANameEndsNothing() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        UserRepresentation user = users.stored(carol);
        user.setFirstName("Married");
        users.resource(carol).update(user);

        question.confirm().appPage();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** The brute force protection disables the user. */
    @Test
    void beingLockedOutForGoodEndsTheRightToConfirmAlsoOnceEnabledAgain() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        RealmRepresentation before = Site.cloud().toRepresentation();
        RealmRepresentation strict = Site.cloud().toRepresentation();
        strict.setPermanentLockout(true);
        strict.setMaxTemporaryLockouts(0);
        strict.setFailureFactor(1);
        Site.cloud().update(strict);
        try (Browser strangers = new Browser()) {
            strangers.open(app.signIn().address()).signInPage().signIn(carol.username(), "guessed");
            Eventually.get(
                    () -> Optional.of(users.stored(carol)).filter(user -> !user.isEnabled()),
                    () -> "Still enabled after a wrong password");
        } finally {
            Site.cloud().update(before);
        }
        enable(carol, true);

        assertMustSignInAgain(carol, question.confirm());
    }

    @Test
    void aPasswordThatAnAdminDeletesEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        users.resource(carol).removeCredential(credential(carol, "password"));

        assertMustSignInAgain(carol, question.confirm());
    }

    @Test
    void aSecondFactorThatTheUserDeletesEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        set(Schedules.NOT_BEGUN);
        try (Browser another = new Browser()) {
            CloudApp.SignIn request = app.signIn(Map.of("kc_action", "delete_credential:" + credential(carol, "otp")));
            signIn(another, carol, request)
                    .formPage()
                    .type("otp", codes.now())
                    .submit()
                    .formPage()
                    .submit()
                    .appPage();
        }
        set(Schedules.DUE);

        assertMustSignInAgain(carol, question.confirm());
    }

    private void assertMustSignInAgain(CloudUser carol, Shown end) {
        assertThat(end.connectPage().asksToSignInAgain().alert()).contains("Sign in again");
        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    private void enable(CloudUser carol, boolean enabled) {
        UserRepresentation user = users.stored(carol);
        user.setEnabled(enabled);
        users.resource(carol).update(user);
    }

    private String credential(CloudUser carol, String type) {
        return users.resource(carol).credentials().stream()
                .filter(credential -> credential.getType().equals(type))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    @Test
    void aDeletedUserSeesAMessageInsteadOfAnInternalError() {
        CloudUser carol = users.unlinked();
        ConnectPage question = question(carol);
        users.resource(carol).remove();

        Shown end = question.confirm();

        assertThat(end.isAppPage()).isFalse();
        assertThat(end.status()).as("%s", end).isLessThan(500);
    }

    @Test
    void aDeletedUserWhoLoadsThePageAgainStartsOver() {
        CloudUser carol = users.unlinked();
        ConnectPage page = signInAndBeAsked(carol, app.signIn());
        users.resource(carol).remove();

        browser.open(page.address()).signInPage().ofCloud();
    }

    /** A connected user who signed in with the button of Magento.com before an admin changed the password. */
    private CloudUser signedInByButtonBeforeANewPassword() {
        CloudUser carol = users.linked();
        signInByButton(carol.magento(), app.signIn()).appPage();
        users.resetPassword(carol);
        return carol;
    }

    /** The user is at the page that asks to confirm, and has not confirmed. */
    private ConnectPage question(CloudUser user) {
        return signInToConnect(user, app.signIn()).connectAs(user.magento()).question();
    }

    private Optional<ConnectPage> askedToSignInAgain(CloudApp.SignIn request) {
        Shown shown = browser.open(request.address());
        if (shown.isConnectPage() && shown.connectPage().offers("connect")) {
            shown = shown.connectPage().connect();
        }
        return shown.isConnectPage() && shown.connectPage().state().equals("reauthenticate")
                ? Optional.of(shown.connectPage())
                : Optional.empty();
    }
}
