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

@DisplayName("What the page says about the email addresses")
final class EmailMismatchTest {

    private final FakeUser carol = new FakeUser("carol").withEmail("carol@example.com");

    @ParameterizedTest
    @CsvSource({
        "carol@example.com, true, ''",
        "carol@example.com, false, unverified",
        "bob@example.com, true, different",
        "'', true, missing"
    })
    void isHowTheyDiffer(String upstream, boolean verified, String mismatch) {
        assertThat(EmailMismatch.of(identity(upstream, verified), carol.model(), EmailPolicy.WARN))
                .isEqualTo(mismatch);
    }

    @ParameterizedTest
    @EnumSource(names = {"WARN", "REQUIRE"})
    void isADifferenceUnderEveryPolicyThatComparesThem(EmailPolicy policy) {
        assertThat(EmailMismatch.of(identity("bob@example.com", true), carol.model(), policy))
                .isEqualTo("different");
    }

    @Test
    void isNothingIfThePolicyIgnoresThem() {
        assertThat(EmailMismatch.of(identity("bob@example.com", false), carol.model(), EmailPolicy.IGNORE))
                .isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void isNothingIfTheUserHasNone(String none) {
        assertThat(EmailMismatch.of(
                        identity("bob@example.com", true), carol.withEmail(none).model(), EmailPolicy.WARN))
                .isEmpty();
    }

    private static UpstreamIdentity identity(String email, boolean verified) {
        return new UpstreamIdentity("id-1", "bob", email, verified, "Bob Builder");
    }
}
