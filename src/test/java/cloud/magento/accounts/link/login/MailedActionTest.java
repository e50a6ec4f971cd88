package cloud.magento.accounts.link.login;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.services.managers.AuthenticationManager;

@DisplayName("The action that an admin sent by mail")
final class MailedActionTest {

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeAuthSession authSession = new FakeAuthSession(realm.model());
    private final FakeUser carol = new FakeUser("carol");

    @Test
    void isInASessionThatALinkStarted() {
        openLink();

        assertThat(MailedAction.isIn(authSession.model())).isTrue();
        assertThat(ActionRequest.of(authSession.model())).isEqualTo(ActionRequest.MAIL);
    }

    @Test
    void isNotInALogin() {
        authSession.withRequiredAction("connect-magento");

        assertThat(MailedAction.isIn(authSession.model())).isFalse();
        assertThat(ActionRequest.of(authSession.model())).isEqualTo(ActionRequest.NONE);
    }

    @Test
    void isNotInASessionOfALinkForAnotherActionWhereTheRolloutRequiresIt() {
        authSession.withAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true");
        SessionAction.require(authSession.model());

        assertThat(MailedAction.isIn(authSession.model())).isFalse();
    }

    @Test
    void isAloneIfThereIsNoOtherAction() {
        openLink();
        noteOthers();

        assertThat(MailedAction.isAlone(authSession.model())).isTrue();
    }

    @Test
    void isNotAloneIfTheMailAsksForMore() {
        openLink();
        authSession.withRequiredAction("UPDATE_PASSWORD");
        noteOthers();

        assertThat(MailedAction.isAlone(authSession.model())).isFalse();
    }

    @Test
    void isNotAloneIfTheUserHasOtherActions() {
        openLink();
        carol.withRequiredAction("UPDATE_PROFILE");
        noteOthers();

        assertThat(MailedAction.isAlone(authSession.model())).isFalse();
    }

    /** The other action has updated the account, and has left the session. */
    @Test
    void staysNotAloneWhenTheOtherActionHasEnded() {
        openLink();
        authSession.withRequiredAction("UPDATE_PASSWORD");
        noteOthers();
        authSession.model().removeRequiredAction("UPDATE_PASSWORD");
        noteOthers();

        assertThat(MailedAction.isAlone(authSession.model())).isFalse();
    }

    @Test
    void isRequestedAgainForANewSignIn() {
        openLink();
        MailedAction.keepForNewSignIn(authSession.model());

        assertThat(ActionRequest.of(authSession.model())).isEqualTo(ActionRequest.SELF_SERVICE);
    }

    @Test
    void isNotRequestedForANewSignInOfALogin() {
        MailedAction.keepForNewSignIn(authSession.model());

        assertThat(authSession.clientNotes()).isEmpty();
    }

    private void openLink() {
        authSession
                .withAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true")
                .withRequiredAction("connect-magento");
    }

    private void noteOthers() {
        UserContext user = new UserContext(new FakeSession().model(), realm.model(), carol.model());
        MailedAction.noteOthers(new LoginContext(user, authSession.model()));
    }
}
