package cloud.magento.accounts.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.support.AuthNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

@DisplayName("A sign-in")
final class SignInTest {

    private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");
    private static final Instant AN_HOUR_AGO = NOW.minus(Duration.ofHours(1));
    private static final Duration END_OF_SECOND = Duration.ofMillis(999);

    private final FakeRealm realm = new FakeRealm("cloud");
    private final FakeAuthSession authSession = new FakeAuthSession(realm.model());
    private final FakeSession session = new FakeSession();

    @Nested
    @DisplayName("of a user session")
    final class OfUserSession {

        private static final String DATED = "magento-link.signed-in";

        @Test
        void hasTheTimeAtWhichTheUserSignedInEvenIfTheLoginWaits() {
            SignIn.date(session.model(), authSession.model(), AN_HOUR_AGO);
            SignIn.date(session.model(), authSession.model(), NOW);
            SignIn.dateUserSession(authSession.model());

            assertThat(authSession.model().getUserSessionNotes())
                    .containsEntry(DATED, Long.toString(AN_HOUR_AGO.toEpochMilli()));
        }

        @Test
        void isNotRenewedByACookie() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
            SignIn.date(session.model(), authSession.model(), NOW);
            SignIn.dateUserSession(authSession.model());

            assertThat(authSession.model().getUserSessionNotes()).isEmpty();
        }

        @Test
        void isOldIfTheLoginRestsOnAnOldSignIn() {
            authSession.withAuthNote(DATED, Long.toString(AN_HOUR_AGO.toEpochMilli()));
            SignIn.date(session.model(), authSession.model(), NOW);
            SignIn.dateUserSession(authSession.model());

            assertThat(authSession.model().getUserSessionNotes())
                    .containsEntry(DATED, Long.toString(AN_HOUR_AGO.toEpochMilli()));
        }

        @Test
        void isNotWhatTheProviderClaims() {
            join(AN_HOUR_AGO, Map.of("AUTH_TIME", epochSecond(AN_HOUR_AGO), DATED, Long.toString(NOW.toEpochMilli())));
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }
    }

    @Nested
    @DisplayName("when it is first read")
    final class FirstRead {

        @Test
        void isNowIfNoUserSessionIsJoined() {
            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isTheSignInAtTheProviderIfItGivesATime() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withAuthNote("magento-link.provider-signed-in", Long.toString(AN_HOUR_AGO.toEpochMilli()));

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO, false));
        }

        @Test
        void isTheEarliestOfSeveralSignInsAtTheProvider() {
            authSession.withUserSessionNote("identity_provider", "magento");
            SignIn.noteAtProvider(authSession.model(), NOW.minusSeconds(5));
            SignIn.noteAtProvider(authSession.model(), AN_HOUR_AGO);
            SignIn.noteAtProvider(authSession.model(), NOW.minusSeconds(1));

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO, false));
        }

        @Test
        void isNotMadeRecentByAPasswordThatWasEnteredBeforeTheProviderAnswered() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");
            authSession.withAuthNote("authn.credentials", "[\"webauthn-passwordless\"]");
            SignIn.discardFactors(authSession.model());
            SignIn.noteAtProvider(authSession.model(), AN_HOUR_AGO);

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO, false));
        }

        @Test
        void isNowIfTheUserEnteredAPasswordAfterThat() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withAuthNote("magento-link.provider-signed-in", Long.toString(AN_HOUR_AGO.toEpochMilli()));
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNowIfTheUserAuthenticatedEvenIfAUserSessionExists() {
            join(AN_HOUR_AGO, Map.of());

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionIfOnlyACookieWasUsed() {
            join(AN_HOUR_AGO.minusSeconds(99), Map.of("AUTH_TIME", epochSecond(AN_HOUR_AGO)));
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isTheStartOfTheUserSessionIfItHasNoOtherTime() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isThatOfTheCookieIfTheBrowserBeganALoginBefore() {
            session.withUserSession("joined by cookie", (int) AN_HOUR_AGO.getEpochSecond(), Map.of())
                    .withIdentityCookie("joined by cookie");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isImpersonatedIfTheCookieIsEvenIfTheBrowserBeganALoginBefore() {
            session.withUserSession(
                            "joined by cookie",
                            (int) AN_HOUR_AGO.getEpochSecond(),
                            Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"))
                    .withIdentityCookie("joined by cookie");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(read(NOW).impersonated()).isTrue();
        }

        @Test
        void isPassedOnToTheUserSessionThatReplacesTheCookies() {
            session.withUserSession(
                            "joined by cookie",
                            (int) AN_HOUR_AGO.getEpochSecond(),
                            Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"))
                    .withIdentityCookie("joined by cookie");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
            read(NOW);

            join(NOW, authSession.model().getUserSessionNotes());
            FakeAuthSession later = new FakeAuthSession(realm.model()).withAuthNote("SSO_AUTH", "true");
            session.withIdentityCookie("root");
            assertThat(SignIn.of(session.model(), later.model(), NOW))
                    .isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), true));
        }

        @Test
        void isNotNotedInTheUserSessionThatContinues() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
            read(NOW);

            assertThat(authSession.model().getUserSessionNotes()).isEmpty();
        }

        @Test
        void isNotNotedInANewUserSession() {
            read(NOW);

            assertThat(authSession.model().getUserSessionNotes()).isEmpty();
        }

        @Test
        void isInTheFarPastIfTheUserSessionOfTheCookieHasEnded() {
            session.withIdentityCookie("ended");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(Instant.EPOCH, false));
        }

        @Test
        void isInTheFarPastIfTheLegacyUrlFindsNoUserSession() {
            LinkingStart.LEGACY_URL.noteIn(authSession.model());

            assertThat(read(NOW)).isEqualTo(new SignIn(Instant.EPOCH, false));
        }

        @Test
        void isTheEndOfTheLoginEvenIfItIsReadLater() {
            SignIn.date(session.model(), authSession.model(), AN_HOUR_AGO);

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO, false));
        }

        @Test
        void isThatOfTheUserSessionIfAnAppUsedTheLegacyUrl() {
            join(AN_HOUR_AGO, Map.of());
            LinkingStart.LEGACY_URL.noteIn(authSession.model());

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNowIfTheAccountConsoleStartedLinkingAfterAnAuthentication() {
            join(AN_HOUR_AGO, Map.of());
            LinkingStart.IDP_LINK_ACTION.noteIn(authSession.model());

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isImpersonatedIfAnAdminActsAsTheUser() {
            join(AN_HOUR_AGO, Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));

            assertThat(read(NOW).impersonated()).isTrue();
        }
    }

    @Nested
    @DisplayName("if an app requests a higher level of authentication")
    final class HigherLevel {

        HigherLevel() {
            realm.withExecution("cookie", "auth-cookie").withExecution("otp", "auth-otp-form");
            join(AN_HOUR_AGO, Map.of());
            authSession
                    .withAuthNote("level-of-authentication", "1")
                    .withUserSessionNote("authenticators-completed", "{\"cookie\":1}");
        }

        @Test
        void isThatOfTheUserSessionOfTheCookie() {
            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isInTheFarPastIfTheUserSessionHasEnded() {
            SignIn signIn = SignIn.of(new FakeSession().model(), authSession.model(), NOW);

            assertThat(signIn).isEqualTo(new SignIn(Instant.EPOCH, false));
        }

        @Test
        void isNotRenewedByASecondFactor() {
            authSession
                    .withAuthNote("authn.credentials", "[\"otp\"]")
                    .withUserSessionNote("authenticators-completed", "{\"cookie\":1,\"otp\":2}");

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNotRenewedByAFactorThatTheUserSetsUp() {
            authSession.withExecution("otp", ExecutionStatus.SETUP_REQUIRED);

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNowIfThePasswordWasRequiredAgain() {
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNowIfAPasskeyWasRequiredInsteadOfThePassword() {
            authSession.withAuthNote("authn.credentials", "[\"webauthn-passwordless\"]");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNowIfAProviderHadToSignTheUserIn() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withClientNote("prompt", "login");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNotNowIfAProviderCanHaveRequiredNothing() {
            authSession.withUserSessionNote("identity_provider", "magento");

            assertThat(read(NOW).at()).isBefore(NOW);
        }

        @Test
        void isNowIfNoCookieWasUsed() {
            authSession.withUserSessionNote("authenticators-completed", "{\"otp\":2}");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionIfAnExecutionWasDeleted() {
            authSession.withUserSessionNote("authenticators-completed", "{\"deleted\":2}");

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isImpersonatedAlsoIfTheBrowserBeganALoginBefore() {
            FakeSession cookies = new FakeSession()
                    .withUserSession(
                            "joined by cookie",
                            (int) AN_HOUR_AGO.getEpochSecond(),
                            Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"))
                    .withIdentityCookie("joined by cookie");

            SignIn.date(cookies.model(), authSession.model(), NOW);

            assertThat(SignIn.of(cookies.model(), authSession.model(), NOW).impersonated())
                    .isTrue();
            assertThat(authSession.model().getUserSessionNotes()).containsEntry(AuthNotes.IMPERSONATED, "true");
        }

        @Test
        void isPassedOnToLaterLoginsEvenIfKeycloakUpdatesAuthTime() {
            read(NOW);

            Map<String, String> notes = new HashMap<>(authSession.model().getUserSessionNotes());
            notes.put("AUTH_TIME", epochSecond(NOW));
            join(AN_HOUR_AGO, notes);
            FakeAuthSession later = new FakeAuthSession(realm.model()).withAuthNote("SSO_AUTH", "true");
            assertThat(SignIn.of(session.model(), later.model(), NOW)).isEqualTo(read(NOW));
        }

        @Test
        void isReplacedOnceThePasswordWasRequiredAgain() {
            join(AN_HOUR_AGO, Map.of(AuthNotes.SIGNED_IN, "1"));
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");
            read(NOW);
            SignIn.dateUserSession(authSession.model());

            assertThat(authSession.model().getUserSessionNotes())
                    .containsEntry(AuthNotes.SIGNED_IN, Long.toString(NOW.toEpochMilli()));
        }
    }

    @Nested
    @DisplayName("if the app requires the user to authenticate again")
    final class Reauthenticated {

        Reauthenticated() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote("FORCED_REAUTHENTICATION", "true");
        }

        @Test
        void isNowWithAnyFactor() {
            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionIfTheUserOnlySetsUpAFactor() {
            authSession.withExecution("otp", ExecutionStatus.SETUP_REQUIRED);

            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNowIfTheUserSetsUpAFactorAfterThePassword() {
            authSession.withExecution("otp", ExecutionStatus.SETUP_REQUIRED).withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }
    }

    @Nested
    @DisplayName("after an email was requested in another tab")
    final class Forked {

        Forked() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote("forked.from", "tab-0");
        }

        @Test
        void isNowWithThePassword() {
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(read(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionWithoutAFirstFactor() {
            assertThat(read(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }
    }

    @Nested
    @DisplayName("when it is read again")
    final class LaterRead {

        @Test
        void keepsItsTime() {
            read(NOW);

            assertThat(read(NOW.plusSeconds(600))).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void staysImpersonatedEvenIfTheUserSessionHasEnded() {
            join(AN_HOUR_AGO, Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));
            read(NOW);

            SignIn later = SignIn.of(new FakeSession().model(), authSession.model(), NOW.plusSeconds(600));

            assertThat(later).isEqualTo(new SignIn(NOW, true));
        }

        @Test
        void doesNotChangeIfAUserSessionWasCreatedSince() {
            read(NOW);
            join(NOW.plusSeconds(60), Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));

            assertThat(read(NOW.plusSeconds(600))).isEqualTo(new SignIn(NOW, false));
        }
    }

    @Nested
    @DisplayName("is renewed by the user's own password change")
    final class OwnPasswordChange {

        private final FakeUser carol = new FakeUser("carol");
        private final Instant changed = NOW.plusSeconds(600);

        OwnPasswordChange() {
            read(NOW);
            session.withPostTo("UPDATE_PASSWORD");
        }

        @Test
        void immediately() {
            carol.withPasswordSetAt(changed);

            assertThat(afterChange(changed)).isEqualTo(new SignIn(changed, false));
        }

        @Test
        void alsoIfTheRequestWasSlow() {
            carol.withPasswordSetAt(changed.minusMillis(1999));

            assertThat(afterChange(changed)).isEqualTo(new SignIn(changed, false));
        }

        @Test
        void notIfThePasswordIsOlderThanTheRequest() {
            carol.withPasswordSetAt(changed.minusSeconds(2));

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notIfThereIsNoPassword() {
            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notByTheFormOfAnotherAction() {
            carol.withPasswordSetAt(changed);
            session.withPostTo("VERIFY_EMAIL");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notByTheNoteOfTheLastAction() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote("last.processed.execution", "UPDATE_PASSWORD");
            SignIn.renewAfterOwnPasswordChange(new FakeSession().model(), authSession.model(), carol.model(), changed);

            assertThat(read(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notIfThisSessionStillRequiresTheAction() {
            carol.withPasswordSetAt(changed);
            authSession.withRequiredAction("UPDATE_PASSWORD");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notIfTheUserStillHasTheAction() {
            carol.withPasswordSetAt(changed).withRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD.name());

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notIfOnlyASessionOfTheProviderWasUsed() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote("magento-link.provider-signed-in", Long.toString(AN_HOUR_AGO.toEpochMilli()));

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notIfOnlyACookieWasUsed() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void andStaysImpersonated() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote(AuthNotes.IMPERSONATED, "true");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(changed, true));
        }

        private SignIn afterChange(Instant now) {
            SignIn.renewAfterOwnPasswordChange(session.model(), authSession.model(), carol.model(), now);
            return read(now.plusSeconds(1));
        }
    }

    @Nested
    @DisplayName("is too old")
    final class OlderThan {

        private static final Duration MAX_AGE = Duration.ofMinutes(5);

        private final SignIn signIn = new SignIn(NOW, false);

        @Test
        void notAtTheMaximumAge() {
            assertThat(signIn.isOlderThan(MAX_AGE, NOW.plus(MAX_AGE))).isFalse();
        }

        @Test
        void afterTheMaximumAge() {
            assertThat(signIn.isOlderThan(MAX_AGE, NOW.plus(MAX_AGE).plusNanos(1)))
                    .isTrue();
        }
    }

    /** Dates and reads the sign-in, as the required action does at each step. */
    private SignIn read(Instant now) {
        SignIn.date(session.model(), authSession.model(), now);
        SignIn signIn = SignIn.of(session.model(), authSession.model(), now);
        signIn.noteIn(authSession.model());
        return signIn;
    }

    private void join(Instant started, Map<String, String> notes) {
        session.withUserSession("root", (int) started.getEpochSecond(), notes);
    }

    private static String epochSecond(Instant instant) {
        return Long.toString(instant.getEpochSecond());
    }
}
