package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.representations.JsonWebToken;

@DisplayName("The claims of the provider")
final class UpstreamClaimsTest {

    private static final int MAX_LENGTH = 255;

    @Nested
    @DisplayName("as a text")
    final class Text {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bob@example.com",
                    "<script>alert(1)</script>",
                    "${7*7} #{x} <#assign x=1>",
                    "O'Brien & \"Söhne\"",
                    "山田 太郎",
                    "محمد",
                    "😀👍🏽"
                })
        void areNotChangedIfVisible(String text) {
            assertThat(UpstreamClaims.clean(text)).isEqualTo(text);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "bo\0b",
                    "bo\nb",
                    "bo\r\nb",
                    "bo\tb",
                    "bo\u001bb",
                    "bo\u007fb",
                    "bo\u202eb",
                    "bo\u2066b\u2069",
                    "\u200fbob",
                    "b\u200bob",
                    "\ufeffbob",
                    "bo\u2028b",
                    "bo\u2029b",
                    "bo\u0085b",
                    "bo\u009bb",
                    "bo\ud83db",
                    " bob ",
                    "\u2003bob"
                })
        void loseInvisibleCharactersAndLineBreaks(String text) {
            assertThat(UpstreamClaims.clean(text)).isEqualTo("bob");
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", " ", "\0", "\u202e"})
        void areEmptyIfNothingIsVisible(String text) {
            assertThat(UpstreamClaims.clean(text)).isEmpty();
        }

        @Test
        void areNotCutUpToTheWidthOfTheColumn() {
            assertThat(UpstreamClaims.clean("x".repeat(MAX_LENGTH))).hasSize(MAX_LENGTH);
        }

        @Test
        void areCutAtTenKilobytes() {
            assertThat(UpstreamClaims.clean("x".repeat(10_240))).hasSizeBetween(MAX_LENGTH - 1, MAX_LENGTH);
        }

        @ParameterizedTest
        @ValueSource(ints = {252, 253, 254})
        void areNotCutWithinACharacter(int before) {
            String clean = UpstreamClaims.clean("x".repeat(before) + "😀".repeat(10));

            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(clean)).isTrue();
        }

        @Property(tries = 500)
        void alwaysFit(@ForAll String text) {
            assertThat(UpstreamClaims.clean(text.repeat(20))).hasSizeLessThanOrEqualTo(MAX_LENGTH);
        }

        @Property(tries = 500)
        void areCleanAfterCleaningOnce(@ForAll String text) {
            String clean = UpstreamClaims.clean(text);

            assertThat(UpstreamClaims.clean(clean)).isEqualTo(clean);
        }

        @Property(tries = 500)
        void areOneLineWithoutControls(@ForAll String text) {
            assertThat(UpstreamClaims.clean(text)).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
        }
    }

    @Nested
    @DisplayName("as an identity")
    final class Identity {

        @Test
        void areReadUnchanged() {
            BrokeredIdentityContext context = context("id-1");
            context.setUsername("bob");
            context.setEmail("bob@example.com");
            context.setFirstName("Bob");
            context.setLastName("Builder");

            assertThat(UpstreamClaims.read(context, true))
                    .contains(new UpstreamIdentity("id-1", "bob", "bob@example.com", true, "Bob Builder"));
        }

        @Test
        void haveTheIdAsTheUsernameIfThereIsNone() {
            assertThat(UpstreamClaims.read(context("id-1"), false))
                    .contains(new UpstreamIdentity("id-1", "id-1", "", false, ""));
        }

        @Test
        void haveTheIdAsTheUsernameIfItIsInvisible() {
            BrokeredIdentityContext context = context("id-1");
            context.setUsername("\u202e\u200b");

            assertThat(UpstreamClaims.read(context, false))
                    .map(UpstreamIdentity::username)
                    .contains("id-1");
        }

        @Test
        void haveAnEmailAddressOfOneLine() {
            BrokeredIdentityContext context = context("id-1");
            context.setEmail("bob@example.com\r\nBcc: eve@example.com");

            assertThat(UpstreamClaims.read(context, false))
                    .map(UpstreamIdentity::email)
                    .contains("bob@example.comBcc: eve@example.com");
        }

        @ParameterizedTest
        @CsvSource({"Bob, , Bob", ", Builder, Builder", "' ', Builder, Builder"})
        void haveTheNamesThatExist(String first, String last, String name) {
            BrokeredIdentityContext context = context("id-1");
            context.setFirstName(first);
            context.setLastName(last);

            assertThat(UpstreamClaims.read(context, false))
                    .map(UpstreamIdentity::name)
                    .contains(name);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\0", "id\0", "id\n1", " id", "id ", "i\u202ed"})
        void areRejectedIfTheIdCannotBeStoredUnchanged(String id) {
            assertThat(UpstreamClaims.read(context(id), true)).isEmpty();
        }

        @Test
        void areRejectedIfTheIdIsTooLongToStore() {
            assertThat(UpstreamClaims.read(context("x".repeat(MAX_LENGTH + 1)), true))
                    .isEmpty();
        }

        @Test
        void areAcceptedIfTheIdJustFits() {
            assertThat(UpstreamClaims.read(context("x".repeat(MAX_LENGTH)), true))
                    .isPresent();
        }
    }

    @Nested
    @DisplayName("about the email address")
    final class EmailVerified {

        private final ObjectNode userInfo = new ObjectMapper().createObjectNode();
        private final JsonWebToken idToken = new JsonWebToken();
        private final BrokeredIdentityContext context = context("id-1");

        @Test
        void doNotVerifyItByDefault() {
            assertThat(UpstreamClaims.isEmailVerified(context)).isFalse();
        }

        @ParameterizedTest
        @CsvSource({"true, true", "false, false"})
        void areReadFromTheUserInfo(boolean claimed, boolean verified) {
            userInfo.put("email", "bob@example.com").put("email_verified", claimed);
            context.getContextData().put(OIDCIdentityProvider.USER_INFO, userInfo);

            assertThat(UpstreamClaims.isEmailVerified(context)).isEqualTo(verified);
        }

        @Test
        void areReadFromTheUserInfoAlsoAsAString() {
            userInfo.put("email", "bob@example.com").put("email_verified", "true");
            context.getContextData().put(OIDCIdentityProvider.USER_INFO, userInfo);

            assertThat(UpstreamClaims.isEmailVerified(context)).isTrue();
        }

        @Test
        void areReadFromTheIdTokenIfThereIsNoUserInfo() {
            idToken.setOtherClaims("email_verified", true);
            context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, idToken);

            assertThat(UpstreamClaims.isEmailVerified(context)).isTrue();
        }

        @Test
        void areNotReadFromTheIdTokenIfTheUserInfoHasTheAddress() {
            userInfo.put("email", "bob@example.com");
            idToken.setOtherClaims("email_verified", true);
            context.getContextData().put(OIDCIdentityProvider.USER_INFO, userInfo);
            context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, idToken);

            assertThat(UpstreamClaims.isEmailVerified(context)).isFalse();
        }

        @Test
        void areReadFromTheIdTokenIfTheUserInfoHasNoAddress() {
            userInfo.put("sub", "id-1");
            idToken.setOtherClaims("email_verified", true);
            context.getContextData().put(OIDCIdentityProvider.USER_INFO, userInfo);
            context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, idToken);

            assertThat(UpstreamClaims.isEmailVerified(context)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"false", "yes", "1", ""})
        void doNotVerifyItIfTheIdTokenHasAnyOtherValue(String claimed) {
            idToken.setOtherClaims("email_verified", claimed);
            context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, idToken);

            assertThat(UpstreamClaims.isEmailVerified(context)).isFalse();
        }
    }

    @Nested
    @DisplayName("about the time of the sign-in")
    final class SignInTime {

        private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");

        private final BrokeredIdentityContext context = context("id-1");

        @Test
        void areReadFromTheIdToken() {
            assertThat(timeOf(NOW.getEpochSecond() - 60)).contains(NOW.minusSeconds(60));
        }

        @ParameterizedTest
        @ValueSource(longs = {Long.MAX_VALUE, 1_600_000_000_000L})
        void areNeverLaterThanNow(long claimed) {
            assertThat(timeOf(claimed)).contains(NOW);
        }

        @Test
        void areNeverBefore1970() {
            assertThat(timeOf(Long.MIN_VALUE)).contains(Instant.EPOCH);
        }

        @Test
        void areReadFromAString() {
            assertThat(timeOf(Long.toString(NOW.getEpochSecond() - 60))).contains(NOW.minusSeconds(60));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "yesterday", "-1", "1e9", "9999999999999999999"})
        void areInTheFarPastIfTheyCannotBeRead(String claimed) {
            assertThat(timeOf(claimed)).contains(Instant.EPOCH);
        }

        @Test
        void areInTheFarPastIfTheyHaveAnotherType() {
            assertThat(timeOf(List.of(NOW.getEpochSecond()))).contains(Instant.EPOCH);
            assertThat(timeOf(true)).contains(Instant.EPOCH);
        }

        @Test
        void areAbsentWithoutAnIdToken() {
            assertThat(UpstreamClaims.authTime(context, NOW)).isEmpty();
        }

        private Optional<Instant> timeOf(Object claimed) {
            JsonWebToken idToken = new JsonWebToken();
            idToken.setOtherClaims("auth_time", claimed);
            context.getContextData().put(OIDCIdentityProvider.VALIDATED_ID_TOKEN, idToken);
            return UpstreamClaims.authTime(context, NOW);
        }
    }

    private static BrokeredIdentityContext context(String id) {
        return new BrokeredIdentityContext(
                id, new FakeSession().withProvider("magento").provider("magento"));
    }
}
