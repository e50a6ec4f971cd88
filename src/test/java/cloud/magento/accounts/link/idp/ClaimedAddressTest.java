package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.provider.BrokeredIdentityContext;

@DisplayName("The address that the provider claimed")
final class ClaimedAddressTest {

    private final FakeAuthSession login = new FakeAuthSession(new FakeRealm("cloud").model());
    private final FakeSession session = new FakeSession().withProvider("magento");

    @Test
    void isAbsentIfNothingWasNoted() {
        assertThat(ClaimedAddress.in(login.model())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id-1", "an id of\ntwo\nlines", ""})
    void isReadAsItWasNoted(String id) {
        ClaimedAddress claimed = new ClaimedAddress(id, "bob@example.com", true);

        claimed.noteIn(login.model());

        assertThat(ClaimedAddress.in(login.model())).contains(claimed);
    }

    @Test
    void isReadWithoutAnAddress() {
        ClaimedAddress.none("id-1").noteIn(login.model());

        assertThat(ClaimedAddress.in(login.model())).contains(new ClaimedAddress("id-1", "", false));
    }

    @Test
    void isThatOfTheLastAccount() {
        new ClaimedAddress("id-1", "bob@example.com", true).noteIn(login.model());
        new ClaimedAddress("id-2", "carol@example.com", false).noteIn(login.model());

        assertThat(ClaimedAddress.in(login.model())).contains(new ClaimedAddress("id-2", "carol@example.com", false));
    }

    @Test
    void isCleanedSoThatItCannotNameAnotherAccount() {
        BrokeredIdentityContext context = new BrokeredIdentityContext("id-1", session.provider("magento"));
        context.setEmail("bob@example.com\nid-2");

        assertThat(ClaimedAddress.of(context)).isEqualTo(new ClaimedAddress("id-1", "bob@example.comid-2", false));
    }
}
