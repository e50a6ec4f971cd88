package cloud.magento.accounts.link.broker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.policy.LinkError;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.models.Constants;

@DisplayName("A session that went away to the provider")
final class UpstreamSignInTest {

    private final FakeAuthSession waiting = new FakeAuthSession(new FakeRealm("cloud").model())
            .withUser(new FakeUser("carol").model())
            .withAuthNote(Note.AWAY, "tab-2");
    private final FakeAuthSession away =
            waiting.tab("tab-2").withAuthNote(Note.WAITING, "tab-1").withAuthNote(Note.USER, "carol");

    @Nested
    @DisplayName("comes back to the one that waits")
    final class Back {

        @Test
        void whereNothingHasChanged() {
            assertThat(UpstreamSignIn.waitingFor(away.model())).containsSame(waiting.model());
        }

        @Test
        void notWhereItHasEnded() {
            waiting.end();

            assertThat(UpstreamSignIn.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereItHasSentAnotherSince() {
            waiting.setAuthNote(Note.AWAY, "tab-3");

            assertThat(UpstreamSignIn.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereItHasTakenItBack() {
            waiting.removeAuthNote(Note.AWAY);

            assertThat(UpstreamSignIn.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereItHasStartedOver() {
            waiting.withUser(null);

            assertThat(UpstreamSignIn.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereSomebodyElseSignedInThere() {
            waiting.withUser(new FakeUser("dave").model());

            assertThat(UpstreamSignIn.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notFromATabThatNeverLeft() {
            assertThat(UpstreamSignIn.waitingFor(waiting.tab("tab-3").model())).isEmpty();
        }
    }

    @Nested
    @DisplayName("knows its sender")
    final class Sender {

        @Test
        void alsoWhereThatHasSentAnotherSince() {
            waiting.setAuthNote(Note.AWAY, "tab-3");

            assertThat(UpstreamSignIn.senderOf(away.model())).containsSame(waiting.model());
        }

        @Test
        void notWhereThatHasEnded() {
            waiting.end();

            assertThat(UpstreamSignIn.senderOf(away.model())).isEmpty();
        }
    }

    @Nested
    @DisplayName("tells an error")
    final class Errors {

        @Test
        void asCancelledWhereTheUserCancelled() {
            away.setAuthNote(IdpLinkAction.IDP_LINK_STATUS, "CANCELLED");

            assertThat(UpstreamSignIn.errorOf(away.model())).isEqualTo(LinkError.SIGN_IN_CANCELLED);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"ERROR", "SUCCESS", "cancelled", "<b>CANCELLED</b>"})
        void asFailedWhateverElseWasAnswered(String status) {
            away.setAuthNote(IdpLinkAction.IDP_LINK_STATUS, status);

            assertThat(UpstreamSignIn.errorOf(away.model())).isEqualTo(LinkError.SIGN_IN_FAILED);
        }

        @Test
        void toOurActionInsteadOfTheLoginPage() {
            FakeAuthSession any = waiting.tab("tab-3");

            UpstreamSignIn.expectErrors(any.model(), "magento");

            assertThat(any.authNotes())
                    .isEqualTo(Map.of(
                            "LINKING_IDENTITY_PROVIDER", "rootappmagento",
                            "kc_action_linking_identity_provider", "true",
                            "current.authentication.execution", "connect-magento",
                            "current.flow.path", "required-action"));
        }

        @Test
        void asAnAnswerToOurAction() {
            UpstreamSignIn.expectErrors(away.model(), "magento");

            assertThat(away.clientNotes()).isEqualTo(Map.of("kc_action", "connect-magento"));
        }

        @Test
        void whileSigningIn() {
            UpstreamSignIn.expectErrors(away.model(), "magento");

            assertThat(away.getAction()).isEqualTo("AUTHENTICATE");
        }
    }

    @Nested
    @DisplayName("is forgotten")
    final class Forgotten {

        @Test
        void andEnds() {
            UpstreamSignIn.forget(waiting.model());

            assertThat(waiting.hasTab("tab-2")).isFalse();
        }

        @Test
        void andTheOtherNoLongerWaits() {
            UpstreamSignIn.forget(waiting.model());

            assertThat(UpstreamSignIn.hasLeft(waiting.model())).isFalse();
        }

        @Test
        void withTheProofItBrought() {
            waiting.setAuthNote(Note.PROOF_ID, "1");

            UpstreamSignIn.forget(waiting.model());

            assertThat(UpstreamSignIn.hasReturned(waiting.model())).isFalse();
        }

        @Test
        void withoutHarmWhereNoneIsAway() {
            FakeAuthSession other = waiting.tab("tab-3");

            UpstreamSignIn.forget(other.model());

            assertThat(other.hasTab("tab-2")).isTrue();
        }
    }

    @Nested
    @DisplayName("and was started over by the user")
    final class StartedOver {

        private final FakeAuthSession over = waiting.tab("tab-3")
                .withClientNote(Note.WENT_AWAY, "true")
                .withClientNote(Constants.KC_ACTION, "connect-magento")
                .withClientNote("scope", "openid");

        @Test
        void keepsNothingButTheAppsRequest() {
            UpstreamSignIn.settle(over.model());

            assertThat(over.clientNotes()).isEqualTo(Map.of("scope", "openid"));
        }

        @Test
        void isLeftAsItIsWhileStillAway() {
            over.setAuthNote(Note.WAITING, "tab-1");

            UpstreamSignIn.settle(over.model());

            assertThat(over.clientNotes()).containsEntry(Constants.KC_ACTION, "connect-magento");
        }

        @Test
        void isNotConfusedWithAnAppThatAsksForTheAction() {
            FakeAuthSession asked = waiting.tab("tab-4").withClientNote(Constants.KC_ACTION, "connect-magento");

            UpstreamSignIn.settle(asked.model());

            assertThat(asked.clientNotes()).containsEntry(Constants.KC_ACTION, "connect-magento");
        }
    }

    @Test
    void isToldFromTheOneThatWaits() {
        assertThat(UpstreamSignIn.isAway(waiting.model())).isFalse();
    }

    @Test
    void isKnownAsAway() {
        assertThat(UpstreamSignIn.isAway(away.model())).isTrue();
    }
}
