package cloud.magento.accounts.link.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.Fake;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.idp.PendingIdentityOf;
import cloud.magento.accounts.link.login.ActionRequest;
import cloud.magento.accounts.link.login.LoginState;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.view.FormStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** No integration test changes the server's clock, so the age of a pending identity is tested here. */
@DisplayName("A pending identity")
final class ConnectFormHandlerTest {

    private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");

    private final RealmModel realm = new FakeRealm("cloud").model();
    private final FakeSession session = new FakeSession().withProvider("magento", "magento-link-guard");
    private final FakeAuthSession waiting = new FakeAuthSession(realm);
    private final UserModel carol = new FakeUser("carol").model();
    private final String number = PendingIdentityOf.kept(session, waiting, carol, NOW);

    @Test
    void isRejectedAfterAnHourWhenTheUserConfirms() {
        assertRejected(handler -> handler.handle(FormStep.CONFIRM));
    }

    @Test
    void isRejectedAfterAnHourWhenTheUserReturns() {
        assertRejected(ConnectFormHandler::start);
    }

    @Test
    void isUsedWithinTheHour() {
        Throwable end =
                catchThrowable(() -> handler(NOW.plus(Duration.ofHours(1))).handle(FormStep.CONFIRM));

        assertThat(end).isInstanceOf(Event.class);
        assertThat(PendingIdentityOf.isPending(waiting))
                .as("not used up before the link is written")
                .isTrue();
    }

    private void assertRejected(Consumer<ConnectFormHandler> step) {
        Throwable end = catchThrowable(
                () -> step.accept(handler(NOW.plus(Duration.ofHours(1)).plusMillis(1))));

        assertThat(end).isInstanceOf(Event.class);
        assertThat(PendingIdentityOf.isPending(waiting)).as("used up").isFalse();
    }

    private ConnectFormHandler handler(Instant now) {
        RequiredActionContext context = Fake.of(Context.class, this);
        return new ConnectFormHandler(
                context,
                LoginContext.of(context, InstantSource.fixed(now)),
                new LoginState.Prompted(
                        SettingsParser.parse(Map.of()).readable(),
                        new Decision.Enforce(NOW),
                        new SignIn(NOW, false),
                        ActionRequest.NONE,
                        Optional.empty()));
    }

    /** What the handler uses of the required action. */
    public interface Context extends Fake<ConnectFormHandlerTest>, RequiredActionContext {

        @Override
        default KeycloakSession getSession() {
            return state().session.model();
        }

        @Override
        default RealmModel getRealm() {
            return state().realm;
        }

        @Override
        default UserModel getUser() {
            return state().carol;
        }

        @Override
        default AuthenticationSessionModel getAuthenticationSession() {
            return state().waiting.model();
        }

        @Override
        default HttpRequest getHttpRequest() {
            return PendingIdentityOf.confirmation(state().number);
        }

        @Override
        default EventBuilder getEvent() {
            throw new Event();
        }
    }

    /** The handler is about to write an event, and ends here. */
    private static final class Event extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
