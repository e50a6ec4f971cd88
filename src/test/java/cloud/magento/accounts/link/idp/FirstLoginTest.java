package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.FederatedIdentityModel;

@DisplayName("A link belongs to a first login")
final class FirstLoginTest {

    private final FakeAuthSession login =
            new FakeAuthSession(new FakeRealm("cloud").model()).withAuthNote("FIRST_BROKER_LOGIN_SUCCESS", "magento");

    @Test
    void throughTheSameProvider() {
        assertThat(FirstLogin.wrote(login.model(), linkWith("magento"))).isTrue();
    }

    @Test
    void notThroughAnotherProvider() {
        assertThat(FirstLogin.wrote(login.model(), linkWith("other"))).isFalse();
    }

    @Test
    void notIfARequiredActionWritesIt() {
        login.model().setAction("REQUIRED_ACTIONS");

        assertThat(FirstLogin.wrote(login.model(), linkWith("magento"))).isFalse();
    }

    @Test
    void ofAnExistingUser() {
        assertThat(FirstLogin.wroteForExistingUser(login.model(), linkWith("magento")))
                .isTrue();
    }

    @Test
    void notOfAnExistingUserIfTheUserRegisteredInIt() {
        login.withAuthNote("BROKER_REGISTERED_NEW_USER", "true");

        assertThat(FirstLogin.wroteForExistingUser(login.model(), linkWith("magento")))
                .isFalse();
    }

    private static FederatedIdentityModel linkWith(String alias) {
        return new FederatedIdentityModel(alias, "id-1", "bob");
    }
}
