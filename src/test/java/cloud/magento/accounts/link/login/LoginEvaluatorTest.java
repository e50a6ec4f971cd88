package cloud.magento.accounts.link.login;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Prompted;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unaffected;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.common.Profile;
import org.keycloak.services.managers.AuthenticationManager;

@DisplayName("A login")
final class LoginEvaluatorTest {

    private static final Instant REMIND_FROM = Instant.parse("2020-03-01T08:00:00Z");
    private static final Instant CUTOFF = Instant.parse("2020-04-01T07:00:00Z");

    private final Map<String, String> settings =
            new HashMap<>(Map.of("cutoff", CUTOFF.toString(), "remindFrom", REMIND_FROM.toString()));
    private final FakeRealm realm = new FakeRealm("cloud").withRole("break-glass");
    private final FakeSession session = new FakeSession().withProvider("magento", "magento-link-guard");
    private final FakeAuthSession authSession = new FakeAuthSession(realm.model());
    private final FakeUser carol = new FakeUser("carol");

    private Instant now = CUTOFF;

    @BeforeAll
    static void enableTheFeaturesOfKeycloak() {
        Profile.defaults();
    }

    @AfterAll
    static void resetTheFeaturesOfKeycloak() {
        Profile.reset();
    }

    @Test
    void isUnaffectedInModeOff() {
        settings.put("mode", "off");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedInModeReport() {
        settings.put("mode", "report");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedIfTheUserIsConnected() {
        session.withLink("carol", "magento", "id-1");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedIfTheUserIsExempt() {
        exemptCarol();

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedAtAnExemptClient() {
        settings.put("exemptClients", "other##app");

        assertThat(state()).isInstanceOf(Unaffected.class);
        settings.put("cutoff", "soon");
        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isPromptedInARehearsal() {
        settings.put("rehearsals", REMIND_FROM.minusSeconds(60) + "/" + REMIND_FROM);
        now = REMIND_FROM.minusSeconds(60);

        assertThat(state())
                .isInstanceOfSatisfying(
                        Prompted.class,
                        prompted -> assertThat(prompted.decision())
                                .isEqualTo(new Enforce(CUTOFF, Optional.of(REMIND_FROM))));
    }

    @Test
    void isUnaffectedBeforeTheFirstReminder() {
        now = REMIND_FROM.minusMillis(1);

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isPromptedFromTheFirstReminderOn() {
        now = REMIND_FROM;

        assertThat(state())
                .isInstanceOfSatisfying(
                        Prompted.class,
                        prompted -> assertThat(prompted.decision()).isInstanceOf(Remind.class));
    }

    @Test
    void isPromptedFromTheCutoffOn() {
        assertThat(state())
                .isInstanceOfSatisfying(
                        Prompted.class,
                        prompted -> assertThat(prompted.decision()).isEqualTo(new Enforce(CUTOFF)));
    }

    @Test
    void isUnaffectedBeforeTheCutoffIfItIsPassive() {
        now = REMIND_FROM;
        authSession.withClientNote("prompt", "none");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isPromptedFromTheCutoffOnIfItIsPassive() {
        authSession.withClientNote("prompt", "none");

        assertThat(state()).isInstanceOf(Prompted.class);
    }

    @Test
    void isUnaffectedBeforeTheCutoffIfTheUserSkippedThePage() {
        now = REMIND_FROM;
        SessionAction.skip(authSession.model());

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isPromptedFromTheCutoffOnIfTheUserSkippedThePage() {
        SessionAction.skip(authSession.model());

        assertThat(state()).isInstanceOf(Prompted.class);
    }

    @Test
    void isEnforcedBeforeTheFirstReminderIfAnAdminPutTheActionOnTheUser() {
        now = REMIND_FROM.minusMillis(1);
        carol.withRequiredAction("connect-magento");

        assertThat(state())
                .isInstanceOfSatisfying(
                        Prompted.class,
                        prompted -> assertThat(prompted.decision()).isEqualTo(new Enforce(now)));
    }

    @Test
    void isOptionalBeforeTheFirstReminderIfAnAdminSentTheActionByMail() {
        now = REMIND_FROM.minusMillis(1);
        openLinkOfMail();

        assertThat(state()).isInstanceOfSatisfying(Prompted.class, prompted -> {
            assertThat(prompted.isOptional()).isTrue();
            assertThat(prompted.canReplace()).isFalse();
            assertThat(prompted.shown())
                    .as("the deadline ahead")
                    .isInstanceOfSatisfying(
                            Remind.class, ahead -> assertThat(ahead.deadline()).contains(CUTOFF));
        });
    }

    @Test
    void isOptionalInModeReportIfAnAdminSentTheActionByMail() {
        settings.put("mode", "report");
        openLinkOfMail();

        assertThat(state()).isInstanceOfSatisfying(Prompted.class, prompted -> {
            assertThat(prompted.isOptional()).isTrue();
            assertThat(prompted.shown()).as("no deadline").isEqualTo(new Reported(new Enforce(CUTOFF)));
        });
    }

    @Test
    void isEnforcedFromTheCutoffOnIfAnAdminSentTheActionByMail() {
        openLinkOfMail();

        assertThat(state()).isInstanceOfSatisfying(Prompted.class, prompted -> {
            assertThat(prompted.isOptional()).isFalse();
            assertThat(prompted.shown()).isEqualTo(new Enforce(CUTOFF));
        });
    }

    @Test
    void isUnaffectedIfAnAdminSentTheActionByMailToAConnectedUser() {
        session.withLink("carol", "magento", "id-1");
        openLinkOfMail();

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedInModeOffIfAnAdminSentTheActionByMail() {
        settings.put("mode", "off");
        openLinkOfMail();

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void hasAPageIfAnAdminSentTheActionByMailAndTheProviderIsMissing() {
        session.removeProvider("magento");
        openLinkOfMail();

        assertThat(state())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        unavailable -> assertThat(unavailable.hasNoPage()).isFalse());
    }

    @Test
    void isImpersonatedIfAnAdminActsAsAUserWhoWouldBeAsked() {
        impersonateCarol();

        assertThat(state()).isInstanceOf(Impersonated.class);
    }

    @Test
    void isUnaffectedIfTheAdminWhoActsAsTheUserContinued() {
        impersonateCarol();
        SessionAction.skip(authSession.model());

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedIfItIsPassiveAndAnAdminActsAsTheUser() {
        impersonateCarol();
        authSession.withClientNote("prompt", "none");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isRefusedIfTheAppRequestsTheActionForAUserWithoutTheRight() {
        now = REMIND_FROM.minusMillis(1);
        requestAction();

        assertThat(state())
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo("missing_role"));
    }

    @Test
    void isPromptedIfTheAppRequestsTheActionForAUserWithTheRight() {
        now = REMIND_FROM.minusMillis(1);
        requestAction();
        permitLinking();

        assertThat(state())
                .isInstanceOfSatisfying(
                        Prompted.class,
                        prompted -> assertThat(prompted.isOptional()).isTrue());
    }

    @Test
    void isPromptedIfTheAppRequestsTheActionForAConnectedUser() {
        session.withLink("carol", "magento", "id-1");
        requestAction();
        permitLinking();

        assertThat(state()).isInstanceOf(Prompted.class);
    }

    @Test
    void isPromptedIfTheAppRequestsTheActionAndTheUserMustConnectWithoutTheRight() {
        requestAction();

        assertThat(state()).isInstanceOf(Prompted.class);
    }

    @Test
    void isUnaffectedInModeOffIfTheAppRequestsTheAction() {
        settings.put("mode", "off");
        requestAction();

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnavailableIfTheProviderIsMissing() {
        session.removeProvider("magento");

        assertThat(state()).isInstanceOf(Unavailable.class);
    }

    @Test
    void isUnaffectedIfTheProviderIsMissingAndTheUserIsConnected() {
        session.withLink("carol", "magento", "id-1").removeProvider("magento");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnavailableIfTheSettingsAreInvalid() {
        settings.put("snoozeDays", "many");

        assertThat(state()).isInstanceOf(Unavailable.class);
    }

    @Test
    void isUnaffectedIfTheSettingsAreInvalidAndTheUserIsExempt() {
        settings.put("snoozeDays", "many");
        exemptCarol();

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void isUnaffectedIfTheSettingsAreInvalidAndTheUserIsConnected() {
        settings.put("snoozeDays", "many");
        session.withLink("carol", "magento", "id-1");

        assertThat(state()).isInstanceOf(Unaffected.class);
    }

    @Test
    void hasTheMissingRoleAmongTheFlawsOfItsSettings() {
        settings.put("exemptRoles", "no-such-role");

        assertThat(evaluate().flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(flaw.key()).isEqualTo("exemptRoles"));
    }

    @Test
    void hasTheDecisionAtTheCutoffBeforeItInModeOn() {
        now = REMIND_FROM.minusMillis(1);

        assertThat(evaluate().decision()).contains(new Nothing(Reason.NOT_YET));
        assertThat(evaluate().decisionAtCutoff()).contains(new Enforce(CUTOFF));
    }

    @Test
    void hasTheDecisionAtTheCutoffWhileTheUserIsAsked() {
        now = CUTOFF.minusMillis(1);

        assertThat(state()).isInstanceOf(Prompted.class);
        assertThat(evaluate().decisionAtCutoff()).contains(new Enforce(CUTOFF));
    }

    @Test
    void hasTheDecisionAtTheCutoffBeforeItInModeReport() {
        settings.put("mode", "report");
        now = CUTOFF.minusMillis(1);

        assertThat(evaluate().decisionAtCutoff()).contains(new Reported(new Enforce(CUTOFF)));
    }

    @Test
    void hasNoDecisionAtTheCutoffFromThenOn() {
        assertThat(evaluate().decisionAtCutoff()).isEmpty();
    }

    @Test
    void hasNoDecisionAtTheCutoffIfTheUserIsConnected() {
        now = REMIND_FROM;
        session.withLink("carol", "magento", "id-1");

        assertThat(evaluate().decisionAtCutoff()).isEmpty();
    }

    @Test
    void isEnforcedAtTheCutoffIfItIsPassiveBefore() {
        now = REMIND_FROM;
        authSession.withClientNote("prompt", "none");

        assertThat(evaluate().decision()).contains(new Nothing(Reason.PASSIVE));
        assertThat(evaluate().decisionAtCutoff()).contains(new Enforce(CUTOFF));
    }

    @Test
    void isEnforcedAtTheCutoffInSpiteOfGraceIfAnAdminPutTheActionOnTheUser() {
        settings.put("graceDays", "30");
        now = REMIND_FROM;
        assertThat(evaluate().decisionAtCutoff().map(Decision::code)).contains("remind");

        carol.withRequiredAction("connect-magento");

        assertThat(evaluate().decisionAtCutoff().map(Decision::code)).contains("enforce");
    }

    @Test
    void isEvaluatedWithoutAWriteToItsSession() {
        evaluate();

        assertThat(authSession.authNotes()).isEmpty();
        assertThat(authSession.clientNotes()).isEmpty();
        assertThat(authSession.model().getUserSessionNotes()).isEmpty();
        assertThat(authSession.model().getRequiredActions()).isEmpty();
    }

    @Test
    void isEvaluatedWithoutAWriteToItsUser() {
        evaluate();

        assertThat(carol.attributes()).isEmpty();
    }

    @Test
    void isUnaffectedAsLongAsAnAdminHasExemptedTheUser() {
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.plusSeconds(1).toString());

        assertThat(state()).isInstanceOf(Unaffected.class);
        now = CUTOFF.plusSeconds(1);
        assertThat(state()).isInstanceOf(Prompted.class);
    }

    @Test
    void saysWhatTheCutoffDecidesIfAnExemptionEndsBefore() {
        now = REMIND_FROM;
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.toString());

        assertThat(evaluate().decision()).contains(new Nothing(Reason.EXEMPT));
        assertThat(evaluate().decisionAtCutoff()).contains(new Enforce(CUTOFF));
    }

    @Test
    void saysWhatTheCutoffDecidesIfAnExemptionEndsLater() {
        now = REMIND_FROM;
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.plusSeconds(1).toString());

        assertThat(evaluate().decisionAtCutoff()).contains(new Nothing(Reason.EXEMPT));
    }

    @Test
    void saysWhatTheCutoffOfTheWaveDecidesIfAnExemptionEndsBeforeIt() {
        Instant later = CUTOFF.plusSeconds(2);
        settings.put("waves", "100% " + later);
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.plusSeconds(1).toString());

        for (Instant instant : List.of(REMIND_FROM, CUTOFF)) {
            now = instant;
            assertThat(evaluate().decision()).contains(new Nothing(Reason.EXEMPT));
            assertThat(evaluate().decisionAtCutoff()).as("%s", now).contains(new Enforce(later));
        }
    }

    @Test
    void saysWhatTheCutoffOfTheWaveDecidesIfAnExemptionEndsAfterIt() {
        now = REMIND_FROM;
        settings.put("waves", "100% " + CUTOFF.minusSeconds(2));
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.minusSeconds(1).toString());

        assertThat(evaluate().decisionAtCutoff()).contains(new Nothing(Reason.EXEMPT));
    }

    @Test
    void isExemptAtTheCutoffOfTheWaveForAnotherReasonThanTheExemptionThatHasEnded() {
        now = REMIND_FROM;
        settings.put("waves", "100% " + CUTOFF);
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.minusSeconds(1).toString());
        exemptCarol();

        assertThat(evaluate().decisionAtCutoff()).contains(new Nothing(Reason.EXEMPT));
    }

    @Test
    void readsTheWaveOfAnExemptUserOnlyIfTheExemptionEnds() {
        now = REMIND_FROM;
        session.withGroup("partners");
        settings.put("waves", "/partners " + CUTOFF);
        exemptCarol();
        assertThat(evaluate().decisionAtCutoff()).contains(new Nothing(Reason.EXEMPT));
        assertThat(carol.groupQuestions()).isZero();

        carol.withAttribute("magentoLinkExemptUntil", now.toString());
        evaluate();
        assertThat(carol.groupQuestions()).as("an exemption that is over").isZero();

        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.toString());
        evaluate();
        assertThat(carol.groupQuestions()).isOne();
    }

    @Test
    void isLeftAloneAtTheCutoffByAnExemptClientIfAnExemptionEndsBefore() {
        now = REMIND_FROM;
        settings.put("exemptClients", "app");
        carol.withAttribute("magentoLinkExemptUntil", CUTOFF.toString());

        assertThat(evaluate().decisionAtCutoff()).contains(new Nothing(Reason.CLIENT_EXEMPT));
    }

    private void exemptCarol() {
        settings.put("exemptRoles", "break-glass");
        carol.withRole("break-glass");
    }

    private void impersonateCarol() {
        new SignIn(now, true).noteIn(authSession.model());
    }

    private void openLinkOfMail() {
        authSession
                .withAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS, "true")
                .withRequiredAction("connect-magento");
    }

    private void requestAction() {
        authSession.withClientNote("kc_action", "connect-magento");
    }

    private void permitLinking() {
        realm.withClientRole("account", "manage-account-links");
        carol.withRole("account.manage-account-links");
    }

    private LoginState state() {
        return evaluate().state();
    }

    private Evaluation evaluate() {
        realm.withAction(settings);
        UserContext user = new UserContext(session.model(), realm.model(), carol.model(), InstantSource.fixed(now));
        return new LoginEvaluator(new LoginContext(user, authSession.model())).evaluate();
    }
}
