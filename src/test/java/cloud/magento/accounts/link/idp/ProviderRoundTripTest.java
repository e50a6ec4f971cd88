package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
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
final class ProviderRoundTripTest {

    private final FakeAuthSession waiting = new FakeAuthSession(new FakeRealm("cloud").model())
            .withUser(new FakeUser("carol").model())
            .withAuthNote(AuthNotes.AWAY, "tab-2");
    private final FakeAuthSession away =
            waiting.tab("tab-2").withAuthNote(AuthNotes.WAITING, "tab-1").withAuthNote(AuthNotes.USER, "carol");

    @Nested
    @DisplayName("comes back to the one that waits")
    final class Back {

        @Test
        void whereNothingHasChanged() {
            assertThat(ProviderRoundTrip.waitingFor(away.model())).containsSame(waiting.model());
        }

        @Test
        void notWhereItHasEnded() {
            waiting.end();

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereItHasSentAnotherSince() {
            waiting.model().setAuthNote(AuthNotes.AWAY, "tab-3");

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereItHasTakenItBack() {
            waiting.model().removeAuthNote(AuthNotes.AWAY);

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereItHasStartedOver() {
            waiting.withUser(null);

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notWhereSomebodyElseSignedInThere() {
            waiting.withUser(new FakeUser("dave").model());

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notFromATabThatNeverLeft() {
            assertThat(ProviderRoundTrip.waitingFor(waiting.tab("tab-3").model()))
                    .isEmpty();
        }
    }

    @Nested
    @DisplayName("knows its sender")
    final class Sender {

        @Test
        void alsoWhereThatHasSentAnotherSince() {
            waiting.model().setAuthNote(AuthNotes.AWAY, "tab-3");

            assertThat(ProviderRoundTrip.senderOf(away.model())).containsSame(waiting.model());
        }

        @Test
        void notWhereThatHasEnded() {
            waiting.end();

            assertThat(ProviderRoundTrip.senderOf(away.model())).isEmpty();
        }
    }

    @Nested
    @DisplayName("tells an error")
    final class Errors {

        @Test
        void asCancelledWhereTheUserCancelled() {
            away.model().setAuthNote(IdpLinkAction.IDP_LINK_STATUS, "CANCELLED");

            assertThat(ProviderRoundTrip.errorOf(away.model())).isEqualTo(LinkError.SIGN_IN_CANCELLED);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"ERROR", "SUCCESS", "cancelled", "<b>CANCELLED</b>"})
        void asFailedWhateverElseWasAnswered(String status) {
            away.model().setAuthNote(IdpLinkAction.IDP_LINK_STATUS, status);

            assertThat(ProviderRoundTrip.errorOf(away.model())).isEqualTo(LinkError.SIGN_IN_FAILED);
        }

        @Test
        void toOurActionInsteadOfTheLoginPage() {
            FakeAuthSession any = waiting.tab("tab-3");

            ProviderRoundTrip.expectErrors(any.model(), "magento");

            assertThat(any.authNotes())
                    .isEqualTo(Map.of(
                            "LINKING_IDENTITY_PROVIDER", "rootappmagento",
                            "kc_action_linking_identity_provider", "true",
                            "current.authentication.execution", "connect-magento",
                            "current.flow.path", "required-action"));
        }

        @Test
        void asAnAnswerToOurAction() {
            ProviderRoundTrip.expectErrors(away.model(), "magento");

            assertThat(away.clientNotes()).isEqualTo(Map.of("kc_action", "connect-magento"));
        }

        @Test
        void whileSigningIn() {
            ProviderRoundTrip.expectErrors(away.model(), "magento");

            assertThat(away.model().getAction()).isEqualTo("AUTHENTICATE");
        }
    }

    @Nested
    @DisplayName("is forgotten")
    final class Forgotten {

        @Test
        void andEnds() {
            ProviderRoundTrip.forget(waiting.model());

            assertThat(waiting.hasTab("tab-2")).isFalse();
        }

        @Test
        void andTheOtherNoLongerWaits() {
            ProviderRoundTrip.forget(waiting.model());

            assertThat(ProviderRoundTrip.hasLeft(waiting.model())).isFalse();
        }

        @Test
        void withTheProofItBrought() {
            waiting.model().setAuthNote(AuthNotes.PROOF_ID, "1");

            ProviderRoundTrip.forget(waiting.model());

            assertThat(ProviderRoundTrip.hasReturned(waiting.model())).isFalse();
        }

        @Test
        void withoutHarmWhereNoneIsAway() {
            FakeAuthSession other = waiting.tab("tab-3");

            ProviderRoundTrip.forget(other.model());

            assertThat(other.hasTab("tab-2")).isTrue();
        }
    }

    @Nested
    @DisplayName("and was started over by the user")
    final class StartedOver {

        private final FakeAuthSession over = waiting.tab("tab-3")
                .withClientNote(AuthNotes.WENT_AWAY, "true")
                .withClientNote(Constants.KC_ACTION, "connect-magento")
                .withClientNote("scope", "openid");

        @Test
        void keepsNothingButTheAppsRequest() {
            ProviderRoundTrip.settle(over.model());

            assertThat(over.clientNotes()).isEqualTo(Map.of("scope", "openid"));
        }

        @Test
        void isLeftAsItIsWhileStillAway() {
            over.model().setAuthNote(AuthNotes.WAITING, "tab-1");

            ProviderRoundTrip.settle(over.model());

            assertThat(over.clientNotes()).containsEntry(Constants.KC_ACTION, "connect-magento");
        }

        @Test
        void isNotConfusedWithAnAppThatAsksForTheAction() {
            FakeAuthSession asked = waiting.tab("tab-4").withClientNote(Constants.KC_ACTION, "connect-magento");

            ProviderRoundTrip.settle(asked.model());

            assertThat(asked.clientNotes()).containsEntry(Constants.KC_ACTION, "connect-magento");
        }
    }

    @Test
    void isToldFromTheOneThatWaits() {
        assertThat(ProviderRoundTrip.isAway(waiting.model())).isFalse();
    }

    @Test
    void isKnownAsAway() {
        assertThat(ProviderRoundTrip.isAway(away.model())).isTrue();
    }
}
