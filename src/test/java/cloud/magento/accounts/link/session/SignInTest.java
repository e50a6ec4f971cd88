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
        void isTheMomentInWhichTheUserSignedInHoweverLongTheLoginWaits() {
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
        void isOldWhereTheLoginRestsOnAnOldSignIn() {
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

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }
    }

    @Nested
    @DisplayName("at the first look")
    final class FirstLook {

        @Test
        void isNowWhereNoUserSessionIsJoined() {
            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isWhenTheProviderSignedTheUserInIfItSaysSo() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withAuthNote("magento-link.provider-signed-in", Long.toString(AN_HOUR_AGO.toEpochMilli()));

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO, false));
        }

        @Test
        void isNowIfTheUserGaveAPasswordAfterThat() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withAuthNote("magento-link.provider-signed-in", Long.toString(AN_HOUR_AGO.toEpochMilli()));
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNowWhereTheUserProvedThemselvesThoughAUserSessionIsThere() {
            join(AN_HOUR_AGO, Map.of());

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionWhereACookieWasAllThereWas() {
            join(AN_HOUR_AGO.minusSeconds(99), Map.of("AUTH_TIME", epochSecond(AN_HOUR_AGO)));
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isTheStartOfTheUserSessionWhereItSaysNothingElse() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isThatOfTheCookieWhereALoginWasBegunBefore() {
            session.withUserSession("joined by cookie", (int) AN_HOUR_AGO.getEpochSecond(), Map.of())
                    .withIdentityCookie("joined by cookie");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isTheAdminsWhereTheCookieIsThoughALoginWasBegunBefore() {
            session.withUserSession(
                            "joined by cookie",
                            (int) AN_HOUR_AGO.getEpochSecond(),
                            Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"))
                    .withIdentityCookie("joined by cookie");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(look(NOW).impersonated()).isTrue();
        }

        @Test
        void isKeptForTheUserSessionThatTakesThePlaceOfTheCookies() {
            session.withUserSession(
                            "joined by cookie",
                            (int) AN_HOUR_AGO.getEpochSecond(),
                            Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"))
                    .withIdentityCookie("joined by cookie");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
            look(NOW);

            join(NOW, authSession.model().getUserSessionNotes());
            FakeAuthSession later = new FakeAuthSession(realm.model()).withAuthNote("SSO_AUTH", "true");
            session.withIdentityCookie("root");
            assertThat(SignIn.of(session.model(), later.model(), NOW))
                    .isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), true));
        }

        @Test
        void writesNothingIntoTheUserSessionThatGoesOn() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");
            look(NOW);

            assertThat(authSession.model().getUserSessionNotes()).isEmpty();
        }

        @Test
        void writesNothingIntoANewUserSession() {
            look(NOW);

            assertThat(authSession.model().getUserSessionNotes()).isEmpty();
        }

        @Test
        void isNoneAtAllWhereTheUserSessionOfTheCookieHasEnded() {
            session.withIdentityCookie("ended");
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(Instant.EPOCH, false));
        }

        @Test
        void isNoneAtAllWhereTheLegacyUrlFindsNoUserSession() {
            LinkingStart.LEGACY_URL.noteIn(authSession.model());

            assertThat(look(NOW)).isEqualTo(new SignIn(Instant.EPOCH, false));
        }

        @Test
        void isTheEndOfTheLoginThoughTheLookComesLater() {
            SignIn.date(session.model(), authSession.model(), AN_HOUR_AGO);

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO, false));
        }

        @Test
        void isThatOfTheUserSessionWhereAnAppStartedByTheLegacyUrl() {
            join(AN_HOUR_AGO, Map.of());
            LinkingStart.LEGACY_URL.noteIn(authSession.model());

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNowWhereTheAccountConsoleStartedAfterAProof() {
            join(AN_HOUR_AGO, Map.of());
            LinkingStart.IDP_LINK_ACTION.noteIn(authSession.model());

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isTheAdminsWhereTheyActAsTheUser() {
            join(AN_HOUR_AGO, Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));

            assertThat(look(NOW).impersonated()).isTrue();
        }
    }

    @Nested
    @DisplayName("where an app asks for a higher level")
    final class HigherLevel {

        HigherLevel() {
            realm.withExecution("cookie", "auth-cookie").withExecution("otp", "auth-otp-form");
            join(AN_HOUR_AGO, Map.of());
            authSession
                    .withAuthNote("level-of-authentication", "1")
                    .withUserSessionNote("authenticators-completed", "{\"cookie\":1}");
        }

        @Test
        void isThatOfTheUserSessionThatTheCookieNames() {
            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNoneAtAllWhereTheUserSessionHasEnded() {
            SignIn signIn = SignIn.of(new FakeSession().model(), authSession.model(), NOW);

            assertThat(signIn).isEqualTo(new SignIn(Instant.EPOCH, false));
        }

        @Test
        void isNotNewerForASecondFactor() {
            authSession
                    .withAuthNote("authn.credentials", "[\"otp\"]")
                    .withUserSessionNote("authenticators-completed", "{\"cookie\":1,\"otp\":2}");

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNotNewerForAFactorThatTheUserSetsUp() {
            authSession.withExecution("otp", ExecutionStatus.SETUP_REQUIRED);

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNowWhereThePasswordWasAskedAgain() {
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNowWhereAPasskeyWasAskedInPlaceOfThePassword() {
            authSession.withAuthNote("authn.credentials", "[\"webauthn-passwordless\"]");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNowWhereAProviderWasToldToSignTheUserIn() {
            authSession.withUserSessionNote("identity_provider", "magento");
            authSession.withClientNote("prompt", "login");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isNotNowWhereAProviderMayHaveAskedForNothing() {
            authSession.withUserSessionNote("identity_provider", "magento");

            assertThat(look(NOW).at()).isBefore(NOW);
        }

        @Test
        void isNowWhereNoCookieTookPart() {
            authSession.withUserSessionNote("authenticators-completed", "{\"otp\":2}");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionWhereAnExecutionIsGone() {
            authSession.withUserSessionNote("authenticators-completed", "{\"deleted\":2}");

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isTheAdminsAlsoWhereALoginWasBegunBefore() {
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
        void isKeptForLaterLoginsThoughKeycloakDatesTheUserSessionAnew() {
            look(NOW);

            Map<String, String> notes = new HashMap<>(authSession.model().getUserSessionNotes());
            notes.put("AUTH_TIME", epochSecond(NOW));
            join(AN_HOUR_AGO, notes);
            FakeAuthSession later = new FakeAuthSession(realm.model()).withAuthNote("SSO_AUTH", "true");
            assertThat(SignIn.of(session.model(), later.model(), NOW)).isEqualTo(look(NOW));
        }

        @Test
        void isNoLongerKeptOnceThePasswordWasAskedAgain() {
            join(AN_HOUR_AGO, Map.of(AuthNotes.SIGNED_IN, "1"));
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");
            look(NOW);
            SignIn.dateUserSession(authSession.model());

            assertThat(authSession.model().getUserSessionNotes())
                    .containsEntry(AuthNotes.SIGNED_IN, Long.toString(NOW.toEpochMilli()));
        }
    }

    @Nested
    @DisplayName("where everything is asked anew")
    final class Reauthenticated {

        Reauthenticated() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote("FORCED_REAUTHENTICATION", "true");
        }

        @Test
        void isNowWhateverWasAsked() {
            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionWhereTheUserOnlySetsUpAFactor() {
            authSession.withExecution("otp", ExecutionStatus.SETUP_REQUIRED);

            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }

        @Test
        void isNowWhereTheUserSetsUpAFactorAfterThePassword() {
            authSession.withExecution("otp", ExecutionStatus.SETUP_REQUIRED).withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }
    }

    @Nested
    @DisplayName("after a mail was asked for in another tab")
    final class Forked {

        Forked() {
            join(AN_HOUR_AGO, Map.of());
            authSession.withAuthNote("forked.from", "tab-0");
        }

        @Test
        void isNowWithThePassword() {
            authSession.withAuthNote("PASSWORD_VALIDATED", "true");

            assertThat(look(NOW)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void isThatOfTheUserSessionWithoutAFirstFactor() {
            assertThat(look(NOW)).isEqualTo(new SignIn(AN_HOUR_AGO.plus(END_OF_SECOND), false));
        }
    }

    @Nested
    @DisplayName("at a later look")
    final class LaterLook {

        @Test
        void staysAsOldAsItWas() {
            look(NOW);

            assertThat(look(NOW.plusSeconds(600))).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void staysTheAdminsThoughTheUserSessionHasEnded() {
            join(AN_HOUR_AGO, Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));
            look(NOW);

            SignIn later = SignIn.of(new FakeSession().model(), authSession.model(), NOW.plusSeconds(600));

            assertThat(later).isEqualTo(new SignIn(NOW, true));
        }

        @Test
        void staysAsItWasThoughAUserSessionHasComeToBe() {
            look(NOW);
            join(NOW.plusSeconds(60), Map.of(ImpersonationSessionNote.IMPERSONATOR_ID.toString(), "admin"));

            assertThat(look(NOW.plusSeconds(600))).isEqualTo(new SignIn(NOW, false));
        }
    }

    @Nested
    @DisplayName("is renewed by the user's own password change")
    final class OwnPasswordChange {

        private final FakeUser carol = new FakeUser("carol");
        private final Instant changed = NOW.plusSeconds(600);

        OwnPasswordChange() {
            look(NOW);
            session.withPostTo("UPDATE_PASSWORD");
        }

        @Test
        void atOnce() {
            carol.withPasswordSetAt(changed);

            assertThat(afterChange(changed)).isEqualTo(new SignIn(changed, false));
        }

        @Test
        void alsoWhereTheRequestWasALittleSlow() {
            carol.withPasswordSetAt(changed.minusMillis(1999));

            assertThat(afterChange(changed)).isEqualTo(new SignIn(changed, false));
        }

        @Test
        void notWhereThePasswordIsOlderThanTheRequest() {
            carol.withPasswordSetAt(changed.minusSeconds(2));

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notWhereThereIsNoPassword() {
            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notWhereAnotherStepIsDone() {
            carol.withPasswordSetAt(changed);
            session.withPostTo("VERIFY_EMAIL");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notWhereTheBrowserOnlyHadItNoted() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote("last.processed.execution", "UPDATE_PASSWORD");
            SignIn.renewAfterOwnPasswordChange(new FakeSession().model(), authSession.model(), carol.model(), changed);

            assertThat(look(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notWhileThisSessionStillAsksForIt() {
            carol.withPasswordSetAt(changed);
            authSession.withRequiredAction("UPDATE_PASSWORD");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notWhileItIsStillAskedOfTheUser() {
            carol.withPasswordSetAt(changed).withRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD.name());

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void notWhereACookieWasAllThereWas() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote(AuthenticationManager.SSO_AUTH, "true");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(NOW, false));
        }

        @Test
        void andStaysTheAdmins() {
            carol.withPasswordSetAt(changed);
            authSession.withAuthNote(AuthNotes.IMPERSONATED, "true");

            assertThat(afterChange(changed)).isEqualTo(new SignIn(changed, true));
        }

        private SignIn afterChange(Instant now) {
            SignIn.renewAfterOwnPasswordChange(session.model(), authSession.model(), carol.model(), now);
            return look(now.plusSeconds(1));
        }
    }

    @Nested
    @DisplayName("looks at when the password was set and")
    final class PasswordSince {

        @Test
        void findsTheTime() {
            assertThat(SignIn.passwordSince(
                            new FakeUser("carol").withPasswordSetAt(NOW).model()))
                    .isEqualTo(NOW);
        }

        @Test
        void findsTheLatestOfSeveral() {
            assertThat(SignIn.passwordSince(new FakeUser("carol")
                            .withPasswordSetAt(AN_HOUR_AGO)
                            .withPasswordSetAt(NOW)
                            .withPasswordSetAt(AN_HOUR_AGO)
                            .model()))
                    .isEqualTo(NOW);
        }

        @Test
        void findsTheFarPastWhereThereIsNone() {
            assertThat(SignIn.passwordSince(new FakeUser("carol").model())).isEqualTo(Instant.EPOCH);
        }

        @Test
        void findsTheFarPastWhereTheTimeWasNotKept() {
            assertThat(SignIn.passwordSince(
                            new FakeUser("carol").withPasswordSetAt(null).model()))
                    .isEqualTo(Instant.EPOCH);
        }
    }

    /** As the required action does it at each step. */
    private SignIn look(Instant now) {
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
