package cloud.magento.accounts.link.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.policy.LinkError;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("What went wrong")
final class MishapTest {

    private final AuthenticationSessionModel session = new FakeAuthSession(new FakeRealm("cloud").model()).model();

    private final Mishap failed = Mishap.of(LinkError.SIGN_IN_FAILED, "ABCD2345");

    static Stream<Mishap> mishaps() {
        return Stream.of(LinkError.values()).map(error -> Mishap.of(error, "ABCD2345"));
    }

    @ParameterizedTest
    @MethodSource("mishaps")
    void isToldAsItWasNoted(Mishap mishap) {
        mishap.noteIn(session);

        assertThat(Mishap.take(session)).contains(mishap);
    }

    @Test
    void keepsItsReferenceInWordsOfItsOwn() {
        assertThat(failed.worded(Mishap.EXPIRED)).isEqualTo(new Mishap(Mishap.EXPIRED, "ABCD2345"));
    }

    @Test
    void isToldOnce() {
        failed.noteIn(session);
        Mishap.take(session);

        assertThat(Mishap.take(session)).isEmpty();
    }

    @Test
    void isNothingWhereAllWentWell() {
        assertThat(Mishap.take(session)).isEmpty();
    }

    @Test
    void isTheLatestWhereTwoThingsWentWrong() {
        Mishap late = failed.worded(Mishap.TOO_LATE);

        failed.noteIn(session);
        late.noteIn(session);

        assertThat(Mishap.take(session)).contains(late);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCOUNT_IN_USE", "EMAIL_MISMATCH", "EMAIL_UNVERIFIED"})
    void isAboutTheAccountWhereAnotherOneMayFit(LinkError error) {
        assertThat(Mishap.of(error, "").isAboutAccount()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ACCOUNT_IN_USE", "EMAIL_MISMATCH", "EMAIL_UNVERIFIED"})
    void isNotAboutTheAccountOtherwise(LinkError error) {
        assertThat(Mishap.of(error, "").isAboutAccount()).isFalse();
    }
}
