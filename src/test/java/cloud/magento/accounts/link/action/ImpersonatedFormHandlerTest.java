package cloud.magento.accounts.link.action;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.Fake;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Keycloak's single sign-on lets no impersonated session begin a kc_action, but a second factor on top of it does. */
@DisplayName("An admin who acts as the user and leaves")
final class ImpersonatedFormHandlerTest {

    private final FakeAuthSession authSession = new FakeAuthSession(new FakeRealm("cloud").model());
    private boolean succeeded;

    @Test
    void isNoSuccessForTheAppThatAskedToConnect() {
        authSession.withClientNote("kc_action", "connect-magento");

        leave();

        assertThat(succeeded).as("the login goes on").isTrue();
        assertThat(authSession.clientNotes())
                .containsEntry("kc_action_status", "cancelled")
                .doesNotContainKey("kc_action");
    }

    @Test
    void leavesAnotherActionOfTheAppToBeDone() {
        authSession.withClientNote("kc_action", "UPDATE_PROFILE");

        leave();

        assertThat(succeeded).isTrue();
        assertThat(authSession.clientNotes())
                .containsEntry("kc_action", "UPDATE_PROFILE")
                .doesNotContainKey("kc_action_status");
    }

    private void leave() {
        RequiredActionContext context = Fake.of(Context.class, this);
        Impersonated standing = new Impersonated(SettingsParser.parse(Map.of()).readable());
        new ImpersonatedFormHandler(context, InstantSource.fixed(Instant.EPOCH), standing).handle(FormStep.LEAVE);
    }

    /** What the step asks of the required action. */
    public interface Context extends Fake<ImpersonatedFormHandlerTest>, RequiredActionContext {

        @Override
        default AuthenticationSessionModel getAuthenticationSession() {
            return state().authSession.model();
        }

        @Override
        default void success() {
            state().succeeded = true;
        }
    }
}
