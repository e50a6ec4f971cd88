package cloud.magento.accounts.link.it;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.CredentialRepresentation;
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
        resetPassword(carol);

        Shown next = ask.connect();

        next.connectPage().asksToSignInAgain();
        events.awaitError(carol, "magento_reauthentication_required");
    }

    @Test
    void aNewPasswordEndsTheRightToConfirm() {
        CloudUser carol = users.unlinked();
        ConnectPage question = connectAs(signInAndBeAsked(carol, app.signIn()), carol.magento())
                .connectPage();
        resetPassword(carol);

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

    private void resetPassword(CloudUser user) {
        CredentialRepresentation password = new CredentialRepresentation();
        password.setType(CredentialRepresentation.PASSWORD);
        password.setValue("reset by an admin");
        users.resource(user).resetPassword(password);
    }
}
