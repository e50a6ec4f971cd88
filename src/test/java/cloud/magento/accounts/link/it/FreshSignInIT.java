package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Only who has just proved to be the user may connect an account to it. */
@Tag("sessions")
@Tag("writes")
final class FreshSignInIT extends CloudScenario {

    @Test
    void anOldSessionMustSignInAgainAndComesBack() {
        CloudUser carol = users.unlinked();
        set(Map.of("mode", "off"));
        signIn(carol, app.signIn()).appPage();
        set(Map.of("mode", "on", "max_auth_age", "1"));
        CloudApp.SignIn request = app.signIn();

        ConnectPage old = Eventually.get(() -> askedToSignInAgain(request), () -> "Still fresh after all this time");
        assertThat(users.linkOf(carol)).isEmpty();
        set(Map.of("max_auth_age", "300"));
        ConnectPage ask = old.signInAgain()
                .signInPage()
                .ofCloud()
                .signIn(carol.username(), CloudUser.PASSWORD)
                .connectPage()
                .asks();

        request.succeededAt(connectAs(ask, carol.magento())
                .connectPage()
                .asksToConfirm()
                .confirm()
                .appPage());
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** Keycloak then joins the cookie's session to a login of another id, so that it cannot be found by that. */
    @Test
    void aLoginBegunBeforeDoesNotMakeAnOldCookieFresh() {
        CloudUser carol = users.unlinked();
        set(Map.of("mode", "off"));
        signIn(carol, app.signIn()).appPage();
        set(Map.of("mode", "on", "max_auth_age", "1"));
        CloudApp.SignIn request = app.signIn();

        Eventually.get(
                () -> {
                    browser.open(Site.address() + "/realms/cloud/login-actions/reset-credentials?client_id="
                            + app.clientId());
                    return askedToSignInAgain(request);
                },
                () -> "Still fresh after all this time");

        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** At the end of such a login Keycloak makes a new session, which looks as if its user had just signed in. */
    @Test
    void theSessionThatTakesThePlaceOfAnOldOneIsNotFresh() {
        CloudUser carol = users.unlinked();
        set(Map.of("mode", "off"));
        signIn(carol, app.signIn()).appPage();
        set(Map.of("mode", "on"));
        makeCookieOld(carol);
        set(Map.of("cutoff", "2999-01-01", "remindFrom", "2020-01-01"));
        browser.open(Site.address() + "/realms/cloud/login-actions/reset-credentials?client_id=" + app.clientId());
        CloudApp.SignIn reminded = app.signIn();
        reminded.succeededAt(browser.open(reminded.address())
                .connectPage()
                .asksToSignInAgain()
                .send("later")
                .appPage());
        set(Map.of("cutoff", "2020-04-01", "remindFrom", ""));

        ConnectPage page = browser.open(app.signIn().address()).connectPage().asksToSignInAgain();

        page.send("connect").connectPage().asksToSignInAgain();
        assertThat(users.linkOf(carol)).isEmpty();
    }

    /** Magento.com answers with the session that this browser has there, and asks for nothing. */
    @Test
    void aProviderThatAsksForNothingDoesNotMakeAnOldSessionFresh() {
        CloudUser carol = users.linked();
        browser.open(app.signIn().address())
                .signInPage()
                .signInWith(CloudUsers.ALIAS)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();
        users.resetPassword(carol);
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
        CloudUser carol = users.linked();
        browser.open(app.signIn().address())
                .signInPage()
                .signInWith(CloudUsers.ALIAS)
                .signInPage()
                .ofMagento()
                .signIn(carol.magento().username(), CloudUser.PASSWORD)
                .appPage();
        users.resetPassword(carol);
        ConnectPage old = browser.open(
                        app.signIn(Map.of("kc_action", "connect-magento")).address())
                .connectPage()
                .asksToSignInAgain();
        Shown magento = old.signInAgain().signInPage().ofCloud().signInWith(CloudUsers.ALIAS);
        String address = magento.signInPage().ofMagento().address().toString();
        assertThat(address).contains("prompt=login");

        ConnectPage page = browser.open(address.replace("prompt=login", "prompt="))
                .connectPage()
                .asksToSignInAgain();

        page.send("switch").connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    /** Keycloak asks for no old password there. */
    @Test
    void aPasswordThatIsSetWithACookieAloneProvesNothing() {
        CloudUser carol = users.unlinked();
        set(Map.of("mode", "off"));
        signIn(carol, app.signIn()).appPage();
        set(Map.of("mode", "on"));
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

    /** Keycloak notes whichever action a browser names in an address, be it due or not. */
    @Test
    void aPasswordChangeThatOnlyTheBrowserSpeaksOfRenewsNothing() {
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
        ConnectPage parked = connectAs(
                        signInAndBeAsked(carol, app.signIn(Map.of("kc_action", "connect-magento"))), thiefs)
                .connectPage()
                .asksToConfirm();
        try (Browser carols = new Browser()) {
            ConnectPage ask = carols.open(app.signIn().address())
                    .signInPage()
                    .signIn(carol.username(), CloudUser.PASSWORD)
                    .connectPage();
            connectAs(ask, carol.magento()).connectPage().confirm().appPage();
        }

        parked.confirm().connectPage().asksToSignInAgain();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void aSessionFromBeforeTheAccountWasDisconnectedCannotConnectIt() {
        CloudUser carol = users.unlinked();
        ConnectPage parked = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage()
                .asksToConfirm();
        users.link(carol, carol.magento());
        users.resource(carol).removeFederatedIdentity(CloudUsers.ALIAS);

        parked.confirm().connectPage().asksToSignInAgain();

        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void somebodyElsesPasswordDoesNotMakeTheSessionFresh() {
        CloudUser carol = users.unlinked();
        CloudUser other = users.unlinked();
        set(Map.of("mode", "off"));
        signIn(carol, app.signIn()).appPage();
        set(Map.of("mode", "on", "max_auth_age", "1"));
        CloudApp.SignIn request = app.signIn();
        ConnectPage old = Eventually.get(() -> askedToSignInAgain(request), () -> "Still fresh after all this time");

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
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        users.resetPassword(carol);

        question.confirm().connectPage().asksToSignInAgain();

        assertThat(users.linkOf(carol)).isEmpty();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void signingOutEverywhereEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        users.resource(carol).logout();

        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("not let in: %s", end).isFalse();
        assertThat(end.status()).isLessThan(500);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void beingDisabledEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        enable(carol, false);

        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("not let in: %s", end).isFalse();
        assertThat(end.status()).isLessThan(500);
        assertThat(users.linkOf(carol)).isEmpty();
    }

    @Test
    void beingDisabledEndsTheRightToConfirmAlsoOnceEnabledAgain() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
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
        connectAs(fresh, carol.magento()).connectPage().confirm().appPage();
        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    @Test
    void anAdminWhoChangesANameEndsNothing() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        UserRepresentation user = users.stored(carol);
        user.setFirstName("Married");
        users.resource(carol).update(user);

        question.confirm().appPage();

        assertThat(users.isLinked(carol, carol.magento())).isTrue();
    }

    /** As the brute force protection does it. */
    @Test
    void beingLockedOutForGoodEndsTheRightToConfirmAlsoOnceEnabledAgain() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
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
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        users.resource(carol).removeCredential(credential(carol, "password"));

        assertMustSignInAgain(carol, question.confirm());
    }

    @Test
    void aSecondFactorThatTheUserDeletesEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        OneTimeCodes codes = OneTimeCodes.of(users.resource(carol));
        set(Schedules.NOT_BEGUN);
        try (Browser another = new Browser()) {
            CloudApp.SignIn request = app.signIn(Map.of("kc_action", "delete_credential:" + credential(carol, "otp")));
            another.open(request.address())
                    .signInPage()
                    .signIn(carol.username(), CloudUser.PASSWORD)
                    .formPage()
                    .type("otp", codes.now())
                    .submit()
                    .formPage()
                    .submit()
                    .appPage();
        }
        set(Map.of("cutoff", "2020-04-01", "remindFrom", ""));

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
    void aDeletedUserGetsWordsInsteadOfAnInternalError() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
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
