package cloud.magento.accounts.link.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The authorization to connect an account")
final class LinkAuthorizationTest {

    private static final Instant SIGNED_IN = Instant.parse("2020-04-01T16:00:00.400Z");
    private static final int SECOND = (int) SIGNED_IN.getEpochSecond();
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeSession session = new FakeSession();
    private final FakeUser carol = new FakeUser("carol").withPasswordSetAt(SIGNED_IN.minusSeconds(1));

    @Nested
    @DisplayName("when the user leaves for the provider")
    final class Leaving {

        @Test
        void isGrantedRightAfterTheSignIn() {
            assertThat(refusalToLeave(SIGNED_IN)).isEmpty();
        }

        @Test
        void isGrantedAtTheGreatestAge() {
            assertThat(refusalToLeave(SIGNED_IN.plus(MAX_AGE))).isEmpty();
        }

        @Test
        void isRefusedAnInstantLater() {
            assertThat(refusalToLeave(SIGNED_IN.plus(MAX_AGE).plusNanos(1)))
                    .contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isRefusedIfTheUserIsDisabled() {
            carol.disabled();

            assertThat(refusalToLeave(SIGNED_IN)).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isRefusedToAnAdminWhoActsAsTheUserWithAnOldSignIn() {
            assertThat(LinkAuthorization.refusalToLeave(
                            carolAt(SIGNED_IN.plus(MAX_AGE).plusNanos(1)), new SignIn(SIGNED_IN, true), MAX_AGE))
                    .contains(LinkError.IMPERSONATION);
        }

        private Optional<LinkError> refusalToLeave(Instant now) {
            return LinkAuthorization.refusalToLeave(carolAt(now), new SignIn(SIGNED_IN, false), MAX_AGE);
        }
    }

    @Nested
    @DisplayName("when the link is written")
    final class Writing {

        @Test
        void isGrantedAlthoughTheUserWasAwayForLongerThanTheGreatestAge() {
            assertThat(refusalToWrite(SIGNED_IN.plus(MAX_AGE).plusNanos(1))).isEmpty();
        }

        @Test
        void isRefusedToAnAdminWhoActsAsTheUser() {
            assertThat(LinkAuthorization.refusalToWrite(carolAt(SIGNED_IN), new SignIn(SIGNED_IN, true)))
                    .contains(LinkError.IMPERSONATION);
        }

        @Test
        void isRefusedIfTheUserIsDisabled() {
            carol.disabled();

            assertThat(refusalToWrite()).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isRefusedIfThePasswordWasSetLater() {
            carol.withPasswordSetAt(SIGNED_IN.plusMillis(1));

            assertThat(refusalToWrite()).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isGrantedIfThePasswordWasSetAtTheSameInstant() {
            carol.withPasswordSetAt(SIGNED_IN);

            assertThat(refusalToWrite()).isEmpty();
        }

        @Test
        void isRefusedIfTheLinkChangedLater() {
            session.withConnectionChangedAt("carol", SIGNED_IN.plusMillis(1));

            assertThat(refusalToWrite()).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isGrantedIfTheLinkChangedAtTheSameInstant() {
            session.withConnectionChangedAt("carol", SIGNED_IN);

            assertThat(refusalToWrite()).isEmpty();
        }

        @Test
        void isRefusedIfTheUserWasSignedOutEverywhereLater() {
            session.withNotBeforeOfUser(SECOND + 1);

            assertThat(refusalToWrite()).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isRefusedIfTheUserWasSignedOutWithinTheSameSecond() {
            session.withNotBeforeOfUser(SECOND);

            assertThat(refusalToWrite()).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isGrantedIfTheUserWasSignedOutBefore() {
            session.withNotBeforeOfUser(SECOND - 1);

            assertThat(refusalToWrite()).isEmpty();
        }

        @Test
        void isRefusedIfEveryUserWasSignedOutWithinTheSameSecond() {
            realm.withNotBefore(SECOND);

            assertThat(refusalToWrite()).contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        @Test
        void isGrantedIfEveryUserWasSignedOutBefore() {
            realm.withNotBefore(SECOND - 1);

            assertThat(refusalToWrite()).isEmpty();
        }

        @Test
        void isGrantedAsLongAsChangesAreRemembered() {
            assertThat(refusalToWrite(SIGNED_IN.plus(SecurityChangeLog.CHANGES_REMEMBERED)))
                    .isEmpty();
        }

        @Test
        void isRefusedIfALaterChangeCouldBeForgotten() {
            assertThat(refusalToWrite(
                            SIGNED_IN.plus(SecurityChangeLog.CHANGES_REMEMBERED).plusNanos(1)))
                    .contains(LinkError.REAUTHENTICATION_REQUIRED);
        }

        private Optional<LinkError> refusalToWrite() {
            return refusalToWrite(SIGNED_IN);
        }

        private Optional<LinkError> refusalToWrite(Instant now) {
            return LinkAuthorization.refusalToWrite(carolAt(now), new SignIn(SIGNED_IN, false));
        }
    }

    private UserContext carolAt(Instant now) {
        return new UserContext(session.model(), realm.model(), carol.model()).at(now);
    }
}
