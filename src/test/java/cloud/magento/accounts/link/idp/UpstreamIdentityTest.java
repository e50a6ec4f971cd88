package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.idp.UpstreamIdentity.EmailMatch;
import cloud.magento.accounts.link.support.LinkError;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An upstream identity")
final class UpstreamIdentityTest {

    @Nested
    @DisplayName("compares email addresses")
    final class Comparing {

        @ParameterizedTest(name = "{0} and {1}")
        @CsvSource({
            "carol@example.com, carol@example.com",
            "carol@example.com, CAROL@Example.COM",
            "carol@bücher.example, carol@xn--bcher-kva.example",
            "carol@xn--bcher-kva.example, carol@BÜCHER.example",
            "carol@例え.テスト, carol@xn--r8jz45g.xn--zckzah",
            "'carol@example.com', ' carol@example.com '",
        })
        void asTheSame(String ours, String theirs) {
            assertThat(match(ours, theirs, true)).isEqualTo(EmailMatch.SAME);
        }

        @ParameterizedTest(name = "{0} and {1}")
        @CsvSource({
            "carol@example.com, bob@example.com",
            "carol@example.com, carol@example.org",
            "carol@example.com, carol+x@example.com",
            "carol@example.com, c.arol@example.com",
            "carol@example.com, cаrol@example.com", // a Cyrillic а
            "carol@bücher.example, carol@bucher.example",
            "carol@straße.example, carol@strasse.example",
            "carol@example.com, carol",
            "carol@example.com, '@example.com'",
        })
        void asDifferent(String ours, String theirs) {
            assertThat(match(ours, theirs, true)).isEqualTo(EmailMatch.DIFFERENT);
        }

        @Test
        void asDifferentIfTheUserHasNone() {
            assertThat(match(null, "carol@example.com", true)).isEqualTo(EmailMatch.DIFFERENT);
        }

        @Test
        void asMissingIfTheProviderGaveNone() {
            assertThat(match("carol@example.com", "", true)).isEqualTo(EmailMatch.MISSING);
        }

        @Test
        void asMissingIfNeitherHasOne() {
            assertThat(match(null, "", true)).isEqualTo(EmailMatch.MISSING);
        }

        @Test
        void asUnverifiedIfTheSameIsNotVerified() {
            assertThat(match("carol@example.com", "carol@example.com", false)).isEqualTo(EmailMatch.UNVERIFIED);
        }

        @Test
        void asDifferentIfAnotherIsNotVerified() {
            assertThat(match("carol@example.com", "bob@example.com", false)).isEqualTo(EmailMatch.DIFFERENT);
        }

        @Test
        void asTheSameAlsoIfTheDomainIsTooLongForIdna() {
            String address = "carol@" + "ü".repeat(100) + ".example";

            assertThat(match(address, address, true)).isEqualTo(EmailMatch.SAME);
        }

        @Test
        void asDifferentAlsoIfTheDomainIsTooLongForIdna() {
            String domain = "@" + "ü".repeat(100) + ".example";

            assertThat(match("carol" + domain, "bob" + domain, true)).isEqualTo(EmailMatch.DIFFERENT);
        }

        private EmailMatch match(String ours, String theirs, boolean verified) {
            return identity(theirs, verified)
                    .matchEmail(new FakeUser("carol").withEmail(ours).model());
        }
    }

    @Nested
    @DisplayName("is rejected by the email policy")
    final class Rejecting {

        @ParameterizedTest
        @EnumSource(names = {"IGNORE", "WARN"})
        void neverUnlessThePolicyIsRequire(EmailPolicy policy) {
            assertThat(refusal(policy, "bob@example.com", false)).isNull();
        }

        @Test
        void neverIfTheSameAndVerified() {
            assertThat(refusal(EmailPolicy.REQUIRE, "carol@example.com", true)).isNull();
        }

        @Test
        void ifTheSameButNotVerified() {
            assertThat(refusal(EmailPolicy.REQUIRE, "carol@example.com", false)).isEqualTo(LinkError.EMAIL_UNVERIFIED);
        }

        @Test
        void ifDifferent() {
            assertThat(refusal(EmailPolicy.REQUIRE, "bob@example.com", true)).isEqualTo(LinkError.EMAIL_MISMATCH);
        }

        @Test
        void ifMissing() {
            assertThat(refusal(EmailPolicy.REQUIRE, "", true)).isEqualTo(LinkError.EMAIL_MISMATCH);
        }

        private LinkError refusal(EmailPolicy policy, String theirs, boolean verified) {
            return identity(theirs, verified)
                    .refusalBy(
                            policy,
                            new FakeUser("carol").withEmail("carol@example.com").model())
                    .orElse(null);
        }
    }

    @Test
    void hasItsEmailAddressAsLabel() {
        assertThat(identity("bob@example.com", false).label()).isEqualTo("bob@example.com");
    }

    @Test
    void hasItsUsernameAsLabelIfItHasNoEmailAddress() {
        assertThat(identity("", false).label()).isEqualTo("bob");
    }

    private static UpstreamIdentity identity(String email, boolean verified) {
        return new UpstreamIdentity("id-1", "bob", email, verified, "Bob Builder");
    }
}
