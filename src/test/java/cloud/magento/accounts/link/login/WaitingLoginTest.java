package cloud.magento.accounts.link.login;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.FederatedIdentityModel;

@DisplayName("A login that waits")
final class WaitingLoginTest {

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeSession session = new FakeSession();
    private final FakeAuthSession authSession = new FakeAuthSession(realm.model());
    private final FakeUser carol = new FakeUser("carol");

    private String primaryLogin = "on";

    @Test
    void lacksPrimaryLoginIfTheUserConnectsMeanwhile() {
        login().noteIfNotConnected();
        connect();

        assertThat(login().lacksPrimaryLogin()).isTrue();
    }

    @Test
    void lacksNothingIfTheUserIsStillNotConnected() {
        login().noteIfNotConnected();

        assertThat(login().lacksPrimaryLogin()).isFalse();
    }

    @Test
    void lacksNothingIfTheUserWasConnectedBefore() {
        connect();
        login().noteIfNotConnected();

        assertThat(login().lacksPrimaryLogin()).isFalse();
    }

    @Test
    void lacksNothingIfItHasConnectedTheAccountItself() {
        login().noteIfNotConnected();
        connect();
        SignedInAccount.note(authSession.model(), new FederatedIdentityModel("magento", "id-1", "carol"));

        assertThat(login().lacksPrimaryLogin()).isFalse();
    }

    @Test
    void lacksPrimaryLoginIfItSignedInWithAnotherAccount() {
        login().noteIfNotConnected();
        connect();
        SignedInAccount.note(authSession.model(), new FederatedIdentityModel("magento", "id-2", "carol"));

        assertThat(login().lacksPrimaryLogin()).isTrue();
    }

    @Test
    void lacksPrimaryLoginIfTheAuthenticatorDidNotRequireItAndTheUserConnectsMeanwhile() {
        login().notePrimaryLoginNotRequired();
        connect();

        assertThat(login().lacksPrimaryLogin()).isTrue();
    }

    @Test
    void lacksNothingIfPrimaryLoginIsOff() {
        primaryLogin = "off";
        login().noteIfNotConnected();
        connect();

        assertThat(login().lacksPrimaryLogin()).isFalse();
    }

    private void connect() {
        session.withLink("carol", "magento", "id-1");
    }

    private WaitingLogin login() {
        return new WaitingLogin(
                new LoginContext(new UserContext(session.model(), realm.model(), carol.model()), authSession.model()),
                SettingsParser.parse(Map.of("primaryLogin", primaryLogin)).readable());
    }
}
