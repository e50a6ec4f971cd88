package cloud.magento.accounts.link.token;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeEvent;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.EventBuilder;

@DisplayName("A request for tokens")
final class TokenDecisionTest {

    private static final Instant CUTOFF = Instant.parse("2020-04-01T00:00:00Z");

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeSession session = new FakeSession().withProvider("magento", "magento-link-guard");
    private final FakeUser carol = new FakeUser("carol");
    private final FakeEvent event = new FakeEvent(realm, session);
    private final Map<String, String> config = new HashMap<>(Map.of("cutoff", CUTOFF.toString()));
    private int eventsCreated;

    {
        session.provider("magento").setDisplayName("Magento.com");
    }

    @Nested
    @DisplayName("of a user who is not connected")
    final class NotConnected {

        @Test
        void isAcceptedBeforeTheCutoff() {
            assertThat(refusal(GrantKind.SIGNS_IN, CUTOFF.minusMillis(1))).isEmpty();
        }

        @ParameterizedTest
        @EnumSource
        void isRejectedFromTheCutoffOn(GrantKind grant) {
            assertThat(refusal(grant))
                    .get()
                    .asString()
                    .startsWith("This account must be connected with Magento.com first.");
        }

        @Test
        void isRejectedWithTheReferenceOfItsEvent() {
            assertThat(refusal(GrantKind.SIGNS_IN))
                    .get()
                    .asString()
                    .endsWith(" Reference: " + event.details().get(LinkEvents.REFERENCE) + ".");
        }

        @Test
        void isReportedAsOneThatRequiresTheProvider() {
            refusal(GrantKind.SIGNS_IN);

            assertThat(event.error()).isEqualTo("magento_primary_login_required");
            assertThat(event.details()).containsEntry(LinkEvents.PHASE, "ask");
        }

        @Test
        void isAcceptedIfTheUserIsExempt() {
            carol.serviceAccountOf("app");

            assertThat(refusal(GrantKind.SIGNS_IN)).isEmpty();
        }

        @Test
        void isRejectedIfTheDeadlineIsUnknown() {
            config.put("cutoff", "tomorrow");
            config.put("whenUnavailable", "deny");

            assertThat(refusal(GrantKind.SIGNS_IN, Instant.EPOCH)).isPresent();
        }

        @Test
        void isAcceptedIfTheDeadlineIsUnknownAndTheUserIsExempt() {
            config.put("cutoff", "tomorrow");
            config.put("whenUnavailable", "deny");
            carol.serviceAccountOf("app");

            assertThat(refusal(GrantKind.SIGNS_IN)).isEmpty();
        }
    }

    @Nested
    @DisplayName("of a connected user")
    final class Connected {

        {
            session.withLink("carol", "magento", "carol@magento");
        }

        @Test
        void isAccepted() {
            assertThat(refusal(GrantKind.SIGNS_IN)).isEmpty();
        }

        @Test
        void createsNoEvent() {
            refusal(GrantKind.SIGNS_IN);

            assertThat(eventsCreated).isZero();
        }

        @Test
        void isRejectedIfItIsASignInAndPrimaryLoginIsOn() {
            config.put("primaryLogin", "on");

            assertThat(refusal(GrantKind.SIGNS_IN))
                    .get()
                    .asString()
                    .startsWith("This account signs in with Magento.com alone.");
        }

        @Test
        void isReportedAsPrimaryLogin() {
            config.put("primaryLogin", "on");

            refusal(GrantKind.SIGNS_IN);

            assertThat(event.details()).containsEntry(LinkEvents.PHASE, "primary_login");
        }

        /** The required action has nothing to report about a connected user. */
        @Test
        void isReportedDuringAnOutageIfItIsAPasswordGrant() {
            config.put("primaryLogin", "on");
            session.provider("magento").setEnabled(false);

            assertThat(refusal(GrantKind.PASSWORD)).isEmpty();
            assertThat(event.error()).isEqualTo("magento_link_misconfigured");
            assertThat(event.details()).containsEntry(LinkEvents.PHASE, "primary_login");
        }

        @ParameterizedTest
        @EnumSource(names = {"CONTINUES", "ENDS_LOGIN"})
        void isAcceptedIfItIsNoSignInAndPrimaryLoginIsOn(GrantKind grant) {
            config.put("primaryLogin", "on");

            assertThat(refusal(grant)).isEmpty();
        }
    }

    @Nested
    @DisplayName("during an outage of the provider")
    final class Outage {

        {
            session.provider("magento").setEnabled(false);
        }

        @Test
        void isRejectedIfTheSettingsSaySo() {
            config.put("whenUnavailable", "deny");

            assertThat(refusal(GrantKind.SIGNS_IN))
                    .get()
                    .asString()
                    .startsWith("This account needs Magento.com, which cannot be used right now.");
        }

        @Test
        void isAcceptedByDefault() {
            assertThat(refusal(GrantKind.SIGNS_IN)).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(names = {"SIGNS_IN", "CONTINUES"})
        void isReportedAlthoughItIsAccepted(GrantKind grant) {
            refusal(grant);

            assertThat(event.error()).isEqualTo("magento_link_misconfigured");
        }

        @ParameterizedTest
        @EnumSource(names = {"PASSWORD", "ENDS_LOGIN"})
        void isLeftToTheRequiredAction(GrantKind grant) {
            assertThat(refusal(grant)).isEmpty();
            assertThat(event.error()).isNull();
        }
    }

    private Optional<String> refusal(GrantKind grant) {
        return refusal(grant, CUTOFF);
    }

    private Optional<String> refusal(GrantKind grant, Instant now) {
        UserContext context = new UserContext(session.model(), realm.model(), carol.model()).at(now);
        return TokenDecision.decideAndReport(context, grant, SettingsParser.parse(config), this::event);
    }

    private EventBuilder event() {
        eventsCreated++;
        return event;
    }
}
