package cloud.magento.accounts.link.action;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.Fake;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.view.FormStep;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Single sign-on of an impersonated session starts no kc_action. A login that adds a second factor to it does. */
@DisplayName("An admin who impersonates the user and leaves")
final class ImpersonatedFormHandlerTest {

    private final RealmModel realm = new FakeRealm("cloud").model();
    private final FakeAuthSession authSession = new FakeAuthSession(realm);
    private boolean succeeded;

    @Test
    void isNoSuccessForAnAppThatRequestedTheAction() {
        authSession.withClientNote("kc_action", "connect-magento");

        leave();

        assertThat(succeeded).as("the login continues").isTrue();
        assertThat(authSession.clientNotes())
                .containsEntry("kc_action_status", "cancelled")
                .doesNotContainKey("kc_action");
    }

    @Test
    void doesNotEndAnotherActionOfTheApp() {
        authSession.withClientNote("kc_action", "UPDATE_PROFILE");

        leave();

        assertThat(succeeded).isTrue();
        assertThat(authSession.clientNotes())
                .containsEntry("kc_action", "UPDATE_PROFILE")
                .doesNotContainKey("kc_action_status");
    }

    private void leave() {
        RequiredActionContext context = Fake.of(Context.class, this);
        Impersonated state = new Impersonated(SettingsParser.parse(Map.of()).readable());
        new ImpersonatedFormHandler(context, LoginContext.of(context, InstantSource.fixed(Instant.EPOCH)), state)
                .handle(FormStep.LEAVE);
    }

    /** What the handler uses of the required action. */
    public interface Context extends Fake<ImpersonatedFormHandlerTest>, RequiredActionContext {

        @Override
        default KeycloakSession getSession() {
            return new FakeSession().model();
        }

        @Override
        default RealmModel getRealm() {
            return state().realm;
        }

        @Override
        default UserModel getUser() {
            return new FakeUser("carol").model();
        }

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
