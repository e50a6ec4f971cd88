package cloud.magento.accounts.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.FederatedIdentityModel;

@DisplayName("The account with which a user signed in")
final class SignedInAccountTest {

    private final FakeAuthSession login = new FakeAuthSession(new FakeRealm("cloud").model());

    @Test
    void isNoneBeforeOneIsNoted() {
        assertThat(isSignedInWith("magento", "id-1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"magento, id-1, true", "magento, id-2, false", "other, id-1, false"})
    void isTheOneWithTheSameProviderAndId(String alias, String id, boolean same) {
        SignedInAccount.note(login.model(), new FederatedIdentityModel("magento", "id-1", "bob"));

        assertThat(isSignedInWith(alias, id)).isEqualTo(same);
    }

    private boolean isSignedInWith(String alias, String id) {
        return SignedInAccount.isSignedInWith(login.model(), new FederatedIdentityModel(alias, id, "any name"));
    }
}
