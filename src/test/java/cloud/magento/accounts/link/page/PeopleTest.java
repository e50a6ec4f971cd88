package cloud.magento.accounts.link.page;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.broker.UpstreamIdentity;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.settings.EmailPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the page shows of people")
final class PeopleTest {

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
        assertThat(People.of(carol.withName(first, last).model()).getName()).isEqualTo(name);
    }

    @Test
    void isTheNameOfTheUpstreamAccount() {
        assertThat(People.of(identity("bob@example.com", true)).getName()).isEqualTo("Bob Builder");
    }

    @ParameterizedTest
    @CsvSource({
        "carol@example.com, true, ''",
        "carol@example.com, false, unverified",
        "bob@example.com, true, different",
        "'', true, missing"
    })
    void isHowTheAddressesCompare(String theirs, boolean verified, String word) {
        assertThat(People.mismatch(identity(theirs, verified), carol.model(), EmailPolicy.WARN))
                .isEqualTo(word);
    }

    @ParameterizedTest
    @EnumSource(names = {"WARN", "REQUIRE"})
    void isADifferenceUnderEveryRuleThatMindsIt(EmailPolicy policy) {
        assertThat(People.mismatch(identity("bob@example.com", true), carol.model(), policy))
                .isEqualTo("different");
    }

    @Test
    void isNoDifferenceWhereTheRuleIgnoresIt() {
        assertThat(People.mismatch(identity("bob@example.com", false), carol.model(), EmailPolicy.IGNORE))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void isNoDifferenceWhereTheUserHasNoAddress(String none) {
        assertThat(People.mismatch(
                        identity("bob@example.com", true), carol.withEmail(none).model(), EmailPolicy.WARN))
                .isEmpty();
    }

    private static UpstreamIdentity identity(String email, boolean verified) {
        return new UpstreamIdentity("id-1", "bob", email, verified, "Bob Builder");
    }
}
