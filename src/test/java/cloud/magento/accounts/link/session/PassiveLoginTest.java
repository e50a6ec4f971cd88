package cloud.magento.accounts.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.dom.saml.v2.protocol.AuthnRequestType;

@DisplayName("A login is passive")
final class PassiveLoginTest {

    private final FakeSession session = new FakeSession();
    private final FakeAuthSession authSession = new FakeAuthSession(new FakeRealm("cloud").model());

    @Test
    void ifTheAppForbidsPages() {
        authSession.withClientNote("prompt", "none");

        assertThat(isPassive()).isTrue();
    }

    @Test
    void ifTheRequestWasForwardedToAProvider() {
        authSession.withAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN, "true");

        assertThat(isPassive()).isTrue();
    }

    @Test
    void ifNoBrowserWaits() {
        session.withPath("/realms/cloud/protocol/openid-connect/token");

        assertThat(isPassive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ifASamlAppForbidsPages(boolean passive) {
        AuthnRequestType request = new AuthnRequestType("id", null);
        request.setIsPassive(passive);

        new SamlPassiveLogin().beforeProcessingLoginRequest(request, authSession.model());

        assertThat(isPassive()).isEqualTo(passive);
    }

    @Test
    void notIfASamlAppDoesNotSetIsPassive() {
        new SamlPassiveLogin().beforeProcessingLoginRequest(new AuthnRequestType("id", null), authSession.model());

        assertThat(isPassive()).isFalse();
    }

    @Test
    void andWithoutABrowserIfItsSessionIsTransient() {
        authSession.withClientNote("USER_SESSION_PERSISTENT_STATE", "TRANSIENT");

        assertThat(PassiveLogin.isWithoutBrowser(authSession.model())).isTrue();
    }

    @Test
    void andWithABrowserOtherwise() {
        assertThat(PassiveLogin.isWithoutBrowser(authSession.model())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "consent", "login consent", "nonesuch"})
    void notByAnotherPrompt(String prompt) {
        authSession.withClientNote("prompt", prompt);

        assertThat(isPassive()).isFalse();
    }

    @Test
    void notOtherwise() {
        assertThat(isPassive()).isFalse();
    }

    private boolean isPassive() {
        return PassiveLogin.isPassive(session.model(), authSession.model());
    }
}
