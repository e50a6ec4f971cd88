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
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.Constants;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;

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
        signInAgainAs(carol);

        assertThat(ActionRequest.of(authSession.model())).isEqualTo(ActionRequest.MAIL);
    }

    /** The admin has asked the user of the mail, and nobody else. */
    @Test
    void isSelfServiceIfAnotherUserSignsIn() {
        signInAgainAs(new FakeUser("dave"));

        assertThat(ActionRequest.of(authSession.model())).isEqualTo(ActionRequest.SELF_SERVICE);
    }

    @Test
    void isForgottenOnceTheActionHasEnded() {
        signInAgainAs(carol);
        MailedAction.forgetIfEnded(authSession.model());
        assertThat(ActionRequest.of(authSession.model())).isEqualTo(ActionRequest.MAIL);

        authSession.model().removeClientNote(Constants.KC_ACTION);
        MailedAction.forgetIfEnded(authSession.model());

        assertThat(authSession.clientNotes()).isEmpty();
    }

    @Test
    void isNotRequestedAgainIfTheUserNoLongerExists() {
        openLink();
        MailedAction.keepForNewSignIn(authSession.model());

        assertThat(authSession.clientNotes()).isEmpty();
    }

    @Test
    void isNotRequestedForANewSignInOfALogin() {
        MailedAction.keepForNewSignIn(authSession.model());

        assertThat(authSession.clientNotes()).isEmpty();
    }

    private void signInAgainAs(FakeUser user) {
        openLink();
        authSession.withUser(carol.model());
        MailedAction.keepForNewSignIn(authSession.model());
        AuthenticationProcessor.resetFlow(authSession.model(), LoginActionsService.AUTHENTICATE_PATH);
        authSession.withUser(user.model());
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
