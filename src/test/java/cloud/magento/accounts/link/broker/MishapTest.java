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

    static Stream<Mishap> mishaps() {
        return Stream.concat(
                Stream.of(Mishap.EXPIRED, Mishap.TOO_LATE, Mishap.NO_SNOOZES_LEFT),
                Stream.of(LinkError.values()).map(error -> Mishap.of(error, "ABCD2345")));
    }

    @ParameterizedTest
    @MethodSource("mishaps")
    void isToldAsItWasNoted(Mishap mishap) {
        mishap.noteIn(session);

        assertThat(Mishap.take(session)).contains(mishap);
    }

    @Test
    void isToldOnce() {
        Mishap.EXPIRED.noteIn(session);
        Mishap.take(session);

        assertThat(Mishap.take(session)).isEmpty();
    }

    @Test
    void isNothingWhereAllWentWell() {
        assertThat(Mishap.take(session)).isEmpty();
    }

    @Test
    void isTheLatestWhereTwoThingsWentWrong() {
        Mishap.EXPIRED.noteIn(session);
        Mishap.TOO_LATE.noteIn(session);

        assertThat(Mishap.take(session)).contains(Mishap.TOO_LATE);
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
