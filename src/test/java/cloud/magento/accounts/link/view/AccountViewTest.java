package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An account on the page")
final class AccountViewTest {

    private final FakeUser carol = new FakeUser("carol");

    private final UpstreamIdentity bob = new UpstreamIdentity("id-1", "bob", "bob@example.com", true, "Bob Builder");

    @ParameterizedTest
    @CsvSource({
        "Carol, Danvers, Carol Danvers",
        "Carol, , Carol",
        ", Danvers, Danvers",
        "' ', Danvers, Danvers",
        ", , ''"
    })
    void hasTheNamesThatTheUserHas(String first, String last, String name) {
        assertThat(AccountView.of(carol.withName(first, last).model()).getName())
                .isEqualTo(name);
    }

    @Test
    void hasAnEmptyEmailIfTheUserHasNone() {
        assertThat(AccountView.of(carol.withEmail(null).model()).getEmail()).isEmpty();
    }

    @Test
    void hasTheUsernameOfTheUserAsItsLabel() {
        assertThat(AccountView.of(carol.withEmail("carol@example.com").model()).getLabel())
                .isEqualTo("carol");
    }

    @Test
    void hasTheNameOfTheUpstreamAccount() {
        assertThat(AccountView.of(bob).getName()).isEqualTo("Bob Builder");
    }

    @Test
    void hasTheEmailOfTheUpstreamAccountAsItsLabel() {
        assertThat(AccountView.of(bob).getLabel()).isEqualTo("bob@example.com");
    }
}
