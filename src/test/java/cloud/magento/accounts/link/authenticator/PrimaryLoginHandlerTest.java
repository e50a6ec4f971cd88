package cloud.magento.accounts.link.authenticator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.Fake;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.idp.PendingIdentityOf;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** No integration test changes the server's clock, so the age of a pending identity is tested here. */
@DisplayName("The pending identity of a primary login")
final class PrimaryLoginHandlerTest {

    private final RealmModel realm = new FakeRealm("cloud").model();
    private final FakeSession session = new FakeSession().withProvider("magento", "magento-link-guard");
    private final FakeAuthSession waiting = new FakeAuthSession(realm);
    private final UserModel carol = new FakeUser("carol").model();

    @Test
    void isRejectedAfterAnHour() {
        PendingIdentityOf.kept(session, waiting, carol, now().minus(Duration.ofMinutes(61)));

        assertThat(catchThrowable(this::start)).isInstanceOf(Event.class);
        assertThat(PendingIdentityOf.isPending(waiting)).as("used up").isFalse();
    }

    @Test
    void isUsedWithinTheHour() {
        PendingIdentityOf.kept(session, waiting, carol, now().minus(Duration.ofMinutes(59)));

        assertThat(catchThrowable(this::start)).isInstanceOf(Event.class);
        assertThat(PendingIdentityOf.isPending(waiting))
                .as("not used up before the sign-in is finished")
                .isTrue();
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }

    private void start() {
        AuthenticationFlowContext context = Fake.of(Login.class, this);
        new PrimaryLoginHandler(context, SettingsParser.parse(Map.of("primaryLogin", "on"))).start();
    }

    /** What the handler uses of the login. */
    public interface Login extends Fake<PrimaryLoginHandlerTest>, AuthenticationFlowContext {

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
        default EventBuilder getEvent() {
            throw new Event();
        }
    }

    /** The handler is about to write an event, and ends here. */
    private static final class Event extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
