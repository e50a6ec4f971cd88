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

@DisplayName("A proof")
final class PendingIdentityTest {

    private static final String ALIAS = "magento";
    private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");

    private final FakeSession session =
            new FakeSession().withProvider(ALIAS, LinkGuard.PROVIDER_ID).withProvider("other", LinkGuard.PROVIDER_ID);
    private final FakeAuthSession waiting = new FakeAuthSession(new FakeRealm("cloud").model());
    private final UserModel carol = new FakeUser("carol").model();

    @Nested
    @DisplayName("is kept")
    final class Kept {

        @Test
        void forWhoeverBroughtIt() {
            keep("id-1");

            assertThat(pending(carol, ALIAS))
                    .map(PendingIdentity::identity)
                    .contains(new UpstreamIdentity("id-1", "bob", "bob@example.com", false, ""));
        }

        @Test
        void andThatIsSaid() {
            assertThat(keep("id-1")).isTrue();
        }

        @Test
        void withTheProvidersWordForTheAddress() {
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
                    .map(proof -> proof.identity().emailVerified())
                    .contains(true);
        }

        @Test
        void underANumberOfItsOwn() {
            keep("id-1");
            String first = pending(carol, ALIAS).orElseThrow().number();
            keep("id-1");

            assertThat(pending(carol, ALIAS)).map(PendingIdentity::number).get().isNotEqualTo(first);
        }

        @Test
        void underANumberThatCannotBeGuessed() {
            keep("id-1");

            assertThat(pending(carol, ALIAS).orElseThrow().number()).hasSizeGreaterThanOrEqualTo(20);
        }

        @Test
        void inPlaceOfAnEarlierOne() {
            keep("id-1");
            keep("id-2");

            assertThat(pending(carol, ALIAS))
                    .map(proof -> proof.identity().id())
                    .contains("id-2");
        }

        @Test
        void neverWithoutAnId() {
            assertThat(keep(" ")).isFalse();
        }

        @Test
        void notEvenTheEarlierOneWhereThisOneHasNoId() {
            keep("id-1");
            keep("id\0-2");

            assertThat(pending(carol, ALIAS)).isEmpty();
        }
    }

    @Nested
    @DisplayName("is worth nothing")
    final class Worthless {

        Worthless() {
            keep("id-1");
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
        void onceItWasDiscarded() {
            PendingIdentity.discard(waiting.model());

            assertThat(pending(carol, ALIAS)).isEmpty();
        }

        @Test
        void withoutItsNumber() {
            waiting.authNotes().remove(AuthNotes.PROOF_ID);

            assertThat(pending(carol, ALIAS)).isEmpty();
        }

        @Test
        void withoutTheIdentity() {
            waiting.authNotes().remove(AuthNotes.IDENTITY);

            assertThat(pending(carol, ALIAS)).isEmpty();
        }
    }

    @Nested
    @DisplayName("grows old and")
    final class Age {

        private final PendingIdentity proof;

        Age() {
            keep("id-1");
            proof = pending(carol, ALIAS).orElseThrow();
        }

        @Test
        void isAsOldAsItsArrival() {
            assertThat(proof.since()).isEqualTo(NOW);
        }

        @Test
        void isGoodAtTheGreatestAge() {
            assertThat(proof.isExpired(NOW.plus(PendingIdentity.MAX_AGE))).isFalse();
        }

        @Test
        void isExpiredAnInstantLater() {
            assertThat(proof.isExpired(NOW.plus(PendingIdentity.MAX_AGE).plusNanos(1)))
                    .isTrue();
        }

        @Test
        void isExpiredLongBeforeAChangeIsForgotten() {
            assertThat(PendingIdentity.MAX_AGE).isLessThan(SecurityChangeLog.REMEMBERED.dividedBy(30));
        }

        @Test
        void isExpiredIfAVersionThatKeptNoTimeHasKeptIt() {
            waiting.model().removeAuthNote(AuthNotes.PROOF_SINCE);

            assertThat(pending(carol, ALIAS).orElseThrow().isExpired(NOW)).isTrue();
        }

        @Test
        void isYoungAgainWhereAnotherOneTookItsPlace() {
            PendingIdentity.store(waiting.model(), carol.getId(), context("id-1"), NOW.plus(Duration.ofDays(1)));

            assertThat(pending(carol, ALIAS).orElseThrow().isExpired(NOW.plus(Duration.ofDays(1))))
                    .isFalse();
        }
    }

    @Test
    void leavesNothingBehindOnceDiscarded() {
        Map<String, String> before = Map.copyOf(waiting.authNotes());
        keep("id-1");

        PendingIdentity.discard(waiting.model());

        assertThat(waiting.authNotes()).isEqualTo(before);
    }

    private boolean keep(String id) {
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
