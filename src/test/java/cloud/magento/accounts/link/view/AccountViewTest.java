package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the page shows of people")
final class AccountViewTest {

    private final FakeUser carol = new FakeUser("carol").withEmail("carol@example.com");

    @ParameterizedTest
    @CsvSource({
        "Carol, Danvers, Carol Danvers",
        "Carol, , Carol",
        ", Danvers, Danvers",
        "' ', Danvers, Danvers",
        ", , ''"
    })
    void isTheNamesThatAreThere(String first, String last, String name) {
        assertThat(AccountView.of(carol.withName(first, last).model()).getName())
                .isEqualTo(name);
    }

    @Test
    void isTheNameOfTheUpstreamAccount() {
        assertThat(AccountView.of(identity("bob@example.com", true)).getName()).isEqualTo("Bob Builder");
    }

    @ParameterizedTest
    @CsvSource({
        "carol@example.com, true, ''",
        "carol@example.com, false, unverified",
        "bob@example.com, true, different",
        "'', true, missing"
    })
    void isHowTheAddressesCompare(String theirs, boolean verified, String word) {
        assertThat(AccountView.mismatch(identity(theirs, verified), carol.model(), EmailPolicy.WARN))
                .isEqualTo(word);
    }

    @ParameterizedTest
    @EnumSource(names = {"WARN", "REQUIRE"})
    void isADifferenceUnderEveryRuleThatMindsIt(EmailPolicy policy) {
        assertThat(AccountView.mismatch(identity("bob@example.com", true), carol.model(), policy))
                .isEqualTo("different");
    }

    @Test
    void isNoDifferenceWhereTheRuleIgnoresIt() {
        assertThat(AccountView.mismatch(identity("bob@example.com", false), carol.model(), EmailPolicy.IGNORE))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void isNoDifferenceWhereTheUserHasNoAddress(String none) {
        assertThat(AccountView.mismatch(
                        identity("bob@example.com", true), carol.withEmail(none).model(), EmailPolicy.WARN))
                .isEmpty();
    }

    private static UpstreamIdentity identity(String email, boolean verified) {
        return new UpstreamIdentity("id-1", "bob", email, verified, "Bob Builder");
    }
}
