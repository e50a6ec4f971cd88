package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.link.SecurityChangeLog;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.broker.oidc.OIDCIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

@DisplayName("A pending identity")
final class PendingIdentityTest {

    private static final String ALIAS = "magento";
    private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");

    private final FakeSession session =
            new FakeSession().withProvider(ALIAS, LinkGuard.PROVIDER_ID).withProvider("other", LinkGuard.PROVIDER_ID);
    private final FakeAuthSession waiting = new FakeAuthSession(new FakeRealm("cloud").model());
    private final UserModel carol = new FakeUser("carol").model();

    @Nested
    @DisplayName("is stored")
    final class Stored {

        @Test
        void forTheUserWhoReturned() {
            store("id-1");

            assertThat(pending(carol, ALIAS))
                    .map(PendingIdentity::identity)
                    .contains(new UpstreamIdentity("id-1", "bob", "bob@example.com", false, ""));
        }

        @Test
        void andReportsThat() {
            assertThat(store("id-1")).isTrue();
        }

        @Test
        void withTheVerificationOfTheAddress() {
            BrokeredIdentityContext context = context("id-1");
            context.getContextData()
                    .put(
                            OIDCIdentityProvider.USER_INFO,
                            new ObjectMapper()
                                    .createObjectNode()
                                    .put("email", "bob@example.com")
                                    .put("email_verified", true));

            PendingIdentity.store(waiting.model(), carol.getId(), context, NOW);

            assertThat(pending(carol, ALIAS))
                    .map(pending -> pending.identity().emailVerified())
                    .contains(true);
        }

        @Test
        void withANumberOfItsOwn() {
            store("id-1");
            String first = pending(carol, ALIAS).orElseThrow().number();
            store("id-1");

            assertThat(pending(carol, ALIAS)).map(PendingIdentity::number).get().isNotEqualTo(first);
        }

        @Test
        void withANumberThatCannotBeGuessed() {
            store("id-1");

            assertThat(pending(carol, ALIAS).orElseThrow().number()).hasSizeGreaterThanOrEqualTo(20);
        }

        @Test
        void insteadOfAnEarlierOne() {
            store("id-1");
            store("id-2");

            assertThat(pending(carol, ALIAS))
                    .map(pending -> pending.identity().id())
                    .contains("id-2");
        }

        @Test
        void neverWithoutAnId() {
            assertThat(store(" ")).isFalse();
        }

        @Test
        void withoutTheEarlierOneEvenIfItHasNoId() {
            store("id-1");
            store("id\0-2");

            assertThat(pending(carol, ALIAS)).isEmpty();
        }
    }

    @Nested
    @DisplayName("is invalid")
    final class Invalid {

        Invalid() {
            store("id-1");
        }

        @Test
        void forAnotherUser() {
            assertThat(pending(new FakeUser("dave").model(), ALIAS)).isEmpty();
        }

        @Test
        void forAnotherProvider() {
            assertThat(pending(carol, "other")).isEmpty();
        }

        @Test
        void inAnotherTab() {
            assertThat(pending(waiting.tab("tab-2").model(), carol, ALIAS)).isEmpty();
        }

        @Test
        void onceItIsDiscarded() {
            PendingIdentity.discard(waiting.model());

            assertThat(pending(carol, ALIAS)).isEmpty();
        }

        @Test
        void withoutItsNumber() {
            waiting.authNotes().remove(AuthNotes.PENDING_ID);

            assertThat(pending(carol, ALIAS)).isEmpty();
        }

        @Test
        void withoutTheIdentity() {
            waiting.authNotes().remove(AuthNotes.IDENTITY);

            assertThat(pending(carol, ALIAS)).isEmpty();
        }
    }

    @Nested
    @DisplayName("expires and")
    final class Age {

        private final PendingIdentity pending;

        Age() {
            store("id-1");
            pending = pending(carol, ALIAS).orElseThrow();
        }

        @Test
        void hasTheTimeOfItsReturn() {
            assertThat(pending.since()).isEqualTo(NOW);
        }

        @Test
        void isValidAtItsMaximumAge() {
            assertThat(pending.isExpired(NOW.plus(PendingIdentity.MAX_AGE))).isFalse();
        }

        @Test
        void isExpiredAfterItsMaximumAge() {
            assertThat(pending.isExpired(NOW.plus(PendingIdentity.MAX_AGE).plusNanos(1)))
                    .isTrue();
        }

        @Test
        void isExpiredLongBeforeTheRecordOfAChange() {
            assertThat(PendingIdentity.MAX_AGE).isLessThan(SecurityChangeLog.CHANGES_REMEMBERED.dividedBy(30));
        }

        @Test
        void isExpiredIfAnOlderVersionStoredNoTime() {
            waiting.model().removeAuthNote(AuthNotes.PENDING_SINCE);

            assertThat(pending(carol, ALIAS).orElseThrow().isExpired(NOW)).isTrue();
        }

        @Test
        void isValidAgainIfAnotherOneReplacesIt() {
            PendingIdentity.store(waiting.model(), carol.getId(), context("id-1"), NOW.plus(Duration.ofDays(1)));

            assertThat(pending(carol, ALIAS).orElseThrow().isExpired(NOW.plus(Duration.ofDays(1))))
                    .isFalse();
        }
    }

    @Test
    void leavesNoNotesOnceDiscarded() {
        Map<String, String> before = Map.copyOf(waiting.authNotes());
        store("id-1");

        PendingIdentity.discard(waiting.model());

        assertThat(waiting.authNotes()).isEqualTo(before);
    }

    private boolean store(String id) {
        return PendingIdentity.store(waiting.model(), carol.getId(), context(id), NOW);
    }

    private BrokeredIdentityContext context(String id) {
        BrokeredIdentityContext context = new BrokeredIdentityContext(id, session.provider(ALIAS));
        context.setUsername("bob");
        context.setEmail("bob@example.com");
        context.setIdp(FakeSession.identityProvider());
        context.setAuthenticationSession(waiting.model());
        return context;
    }

    private Optional<PendingIdentity> pending(UserModel user, String alias) {
        return pending(waiting.model(), user, alias);
    }

    private Optional<PendingIdentity> pending(AuthenticationSessionModel tab, UserModel user, String alias) {
        UserContext subject = new UserContext(session.model(), tab.getRealm(), user);
        return PendingIdentity.of(new LoginContext(subject, tab), alias);
    }
}
