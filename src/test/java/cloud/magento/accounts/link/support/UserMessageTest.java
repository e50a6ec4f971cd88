package cloud.magento.accounts.link.support;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("A message for the user")
final class UserMessageTest {

    private final AuthenticationSessionModel session = new FakeAuthSession(new FakeRealm("cloud").model()).model();

    private final UserMessage failed = UserMessage.of(LinkError.SIGN_IN_FAILED, "ABCD2345");

    static Stream<UserMessage> errors() {
        return Stream.of(LinkError.values()).map(error -> UserMessage.of(error, "ABCD2345"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isTheOneThatWasStored(UserMessage message) {
        message.noteIn(session);

        assertThat(UserMessage.take(session)).contains(message);
    }

    @Test
    void keepsItsReferenceWithAMoreSpecificMessage() {
        assertThat(failed.withKey(UserMessage.EXPIRED)).isEqualTo(new UserMessage(UserMessage.EXPIRED, "ABCD2345", ""));
    }

    @Test
    void isReturnedOnce() {
        failed.noteIn(session);
        UserMessage.take(session);

        assertThat(UserMessage.take(session)).isEmpty();
    }

    @Test
    void isEmptyIfNoneWasStored() {
        assertThat(UserMessage.take(session)).isEmpty();
    }

    @Test
    void isTheLatestIfTwoWereStored() {
        UserMessage latest = failed.withKey(UserMessage.TOO_LATE);

        failed.noteIn(session);
        latest.noteIn(session);

        assertThat(UserMessage.take(session)).contains(latest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"carol@example.com", "a name with  spaces", " ", "two\nlines"})
    void keepsTheNameOfTheRejectedAccount(String account) {
        failed.about(account).noteIn(session);

        assertThat(UserMessage.take(session)).map(UserMessage::account).contains(account);
    }

    @Test
    void hasNoAccountIfAnOlderVersionStoredIt() {
        session.setAuthNote("magento-link.error", "connectMagentoErrorFailed ABCD2345");

        assertThat(UserMessage.take(session)).contains(failed);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCOUNT_IN_USE", "EMAIL_MISMATCH", "PRIMARY_LOGIN_REQUIRED"})
    void needsAnotherAccountIfTheSameOneIsRejectedAgain(LinkError error) {
        assertThat(UserMessage.of(error, "").needsOtherAccount()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ACCOUNT_IN_USE", "EMAIL_MISMATCH", "PRIMARY_LOGIN_REQUIRED"})
    void needsNoOtherAccountOtherwise(LinkError error) {
        assertThat(UserMessage.of(error, "").needsOtherAccount()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(LinkError.class)
    void isInformationOnlyIfTheUserCancelled(LinkError error) {
        assertThat(UserMessage.of(error, "").isInformation()).isEqualTo(error == LinkError.SIGN_IN_CANCELLED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCOUNT_IN_USE", "EMAIL_MISMATCH", "EMAIL_UNVERIFIED", "PRIMARY_LOGIN_REQUIRED"})
    void isAboutTheAccountIfAnotherOneMayBeAccepted(LinkError error) {
        assertThat(UserMessage.of(error, "").isAboutAccount()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ACCOUNT_IN_USE", "EMAIL_MISMATCH", "EMAIL_UNVERIFIED", "PRIMARY_LOGIN_REQUIRED"})
    void isNotAboutTheAccountOtherwise(LinkError error) {
        assertThat(UserMessage.of(error, "").isAboutAccount()).isFalse();
    }
}
