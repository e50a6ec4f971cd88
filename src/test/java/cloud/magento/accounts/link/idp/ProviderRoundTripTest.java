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

@DisplayName("An away session")
final class ProviderRoundTripTest {

    private final FakeAuthSession waiting = new FakeAuthSession(new FakeRealm("cloud").model())
            .withUser(new FakeUser("carol").model())
            .withAuthNote(AuthNotes.AWAY, "tab-2");
    private final FakeAuthSession away =
            waiting.tab("tab-2").withAuthNote(AuthNotes.WAITING, "tab-1").withAuthNote(AuthNotes.AWAY_USER, "carol");

    @Nested
    @DisplayName("returns to the waiting session")
    final class Back {

        @Test
        void ifNothingHasChanged() {
            assertThat(ProviderRoundTrip.waitingFor(away.model())).containsSame(waiting.model());
        }

        @Test
        void notIfItHasEnded() {
            waiting.end();

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notIfItHasSentALaterOne() {
            waiting.model().setAuthNote(AuthNotes.AWAY, "tab-3");

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notIfItHasCancelled() {
            waiting.model().removeAuthNote(AuthNotes.AWAY);

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notIfItHasStartedOver() {
            waiting.withUser(null);

            assertThat(ProviderRoundTrip.waitingFor(away.model())).isEmpty();
        }

        @Test
        void notIfAnotherUserSignedInThere() {
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
        void alsoIfItHasSentALaterOne() {
            waiting.model().setAuthNote(AuthNotes.AWAY, "tab-3");

            assertThat(ProviderRoundTrip.senderOf(away.model())).containsSame(waiting.model());
        }

        @Test
        void notIfItHasEnded() {
            waiting.end();

            assertThat(ProviderRoundTrip.senderOf(away.model())).isEmpty();
        }
    }

    @Nested
    @DisplayName("reports an error")
    final class Errors {

        @Test
        void asCancelledIfTheUserCancelled() {
            away.model().setAuthNote(IdpLinkAction.IDP_LINK_STATUS, "CANCELLED");

            assertThat(ProviderRoundTrip.errorOf(away.model())).isEqualTo(LinkError.SIGN_IN_CANCELLED);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"ERROR", "SUCCESS", "cancelled", "<b>CANCELLED</b>"})
        void asFailedOtherwise(String status) {
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
        void asAResponseToOurAction() {
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
    @DisplayName("is cancelled")
    final class Cancelled {

        @Test
        void andEnds() {
            ProviderRoundTrip.cancel(waiting.model());

            assertThat(waiting.hasTab("tab-2")).isFalse();
        }

        @Test
        void andTheWaitingSessionNoLongerWaits() {
            ProviderRoundTrip.cancel(waiting.model());

            assertThat(ProviderRoundTrip.hasLeft(waiting.model())).isFalse();
        }

        @Test
        void withItsPendingIdentity() {
            waiting.model().setAuthNote(AuthNotes.PENDING_ID, "1");

            ProviderRoundTrip.cancel(waiting.model());

            assertThat(ProviderRoundTrip.hasReturned(waiting.model())).isFalse();
        }

        @Test
        void onlyByItsOwnWaitingSession() {
            FakeAuthSession other = waiting.tab("tab-3");

            ProviderRoundTrip.cancel(other.model());

            assertThat(other.hasTab("tab-2")).isTrue();
        }
    }

    @Nested
    @DisplayName("in which the user started over")
    final class StartedOver {

        private final FakeAuthSession over = waiting.tab("tab-3")
                .withClientNote(AuthNotes.WENT_AWAY, "true")
                .withClientNote(Constants.KC_ACTION, "connect-magento")
                .withClientNote("scope", "openid");

        @Test
        void keepsOnlyTheAppsRequest() {
            ProviderRoundTrip.endIfStartedOver(over.model());

            assertThat(over.clientNotes()).isEqualTo(Map.of("scope", "openid"));
        }

        @Test
        void isNotChangedWhileItIsAway() {
            over.model().setAuthNote(AuthNotes.WAITING, "tab-1");

            ProviderRoundTrip.endIfStartedOver(over.model());

            assertThat(over.clientNotes()).containsEntry(Constants.KC_ACTION, "connect-magento");
        }

        @Test
        void isNotConfusedWithAnAppThatRequestsTheAction() {
            FakeAuthSession asked = waiting.tab("tab-4").withClientNote(Constants.KC_ACTION, "connect-magento");

            ProviderRoundTrip.endIfStartedOver(asked.model());

            assertThat(asked.clientNotes()).containsEntry(Constants.KC_ACTION, "connect-magento");
        }
    }

    @Test
    void isNotTheWaitingSession() {
        assertThat(ProviderRoundTrip.isAway(waiting.model())).isFalse();
    }

    @Test
    void isRecognized() {
        assertThat(ProviderRoundTrip.isAway(away.model())).isTrue();
    }
}
