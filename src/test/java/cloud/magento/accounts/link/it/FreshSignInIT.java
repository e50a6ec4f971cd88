package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

/** Only who has just proved to be the user may connect an account to it. */
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
        UserRepresentation user = users.stored(carol);
        user.setEnabled(false);
        users.resource(carol).update(user);

        Shown end = question.confirm();

        assertThat(end.isAppPage()).as("not let in: %s", end).isFalse();
        assertThat(end.status()).isLessThan(500);
        assertThat(users.linkOf(carol)).isEmpty();
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
