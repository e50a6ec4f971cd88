package cloud.magento.accounts.link.login;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.SettingProblem;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeEvent;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import cloud.magento.accounts.link.fakes.FakeUser;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unaffected;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Reported;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of an evaluation")
final class LoginReporterTest {

    private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");

    private final LinkSettings settings = SettingsParser.parse(Map.of()).readable();
    private final FakeRealm realm = new FakeRealm("cloud").withAction(Map.of());
    private final FakeSession session = new FakeSession();
    private final FakeAuthSession authSession = new FakeAuthSession(realm.model());
    private final FakeEvent event = new FakeEvent(realm, session);

    @Test
    void isEmptyIfNothingWasEvaluated() {
        report(Evaluation.UNAFFECTED);

        assertThat(event.errors()).isEmpty();
        assertThat(event.details()).isEmpty();
        assertThat(authSession.authNotes()).isEmpty();
    }

    @Test
    void hasTheDecisionAsADetailOfTheLoginEvent() {
        report(decided(Optional.empty()));

        assertThat(event.details()).isEqualTo(Map.of("magento_link_decision", "report_not_yet"));
    }

    @Test
    void hasTheDecisionAtTheCutoffAsADetailOfTheLoginEvent() {
        report(decided(Optional.of(new Reported(new Enforce(NOW)))));

        assertThat(event.details())
                .isEqualTo(Map.of(
                        "magento_link_decision",
                        "report_not_yet",
                        "magento_link_decision_at_cutoff",
                        "report_enforce"));
    }

    @Test
    void hasNoDecisionAtTheCutoffOnceTheUserHasConnected() {
        report(decided(Optional.of(new Reported(new Enforce(NOW)))));
        report(Evaluation.UNAFFECTED);

        assertThat(event.details()).isEqualTo(Map.of("magento_link_decision", "report_not_yet"));
    }

    @Test
    void hasADecisionThatIsCountedOnceInALogin() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        LinkMetrics.start();
        try {
            report(decided(Optional.empty()));
            report(decided(Optional.empty()));

            assertThat(registry.get("keycloak.magento.link.decisions")
                            .tags("realm", "cloud", "decision", "report_not_yet")
                            .counter()
                            .count())
                    .isOne();
        } finally {
            LinkMetrics.removeRealm("cloud");
            Metrics.removeRegistry(registry);
            LinkMetrics.start();
        }
    }

    @Test
    void notesTheSignIn() {
        report(new Evaluation(
                new Unaffected(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(new SignIn(NOW, true)),
                List.of()));

        assertThat(authSession.authNotes())
                .isEqualTo(Map.of(
                        "magento-link.signed-in",
                        Long.toString(NOW.toEpochMilli()),
                        "magento-link.impersonated",
                        "true"));
    }

    @Test
    void hasARefusalOnceInALogin() {
        Evaluation refused = Evaluation.of(new Refused(settings, "missing_role"));

        report(refused);
        report(refused);

        assertThat(event.errors()).containsExactly("magento_sign_in_failed");
    }

    @Test
    void hasTheReasonOfARefusal() {
        report(Evaluation.of(new Refused(settings, "missing_role")));

        assertThat(event.details()).containsEntry("reason", "missing_role");
    }

    @Test
    void storesTheReferenceOfARefusalForThePage() {
        report(Evaluation.of(new Refused(settings, "missing_role")));

        assertThat(authSession.authNotes())
                .isEqualTo(Map.of("magento-link.refused", event.details().get("magento_link_reference")));
    }

    @Test
    void hasAnOutageOnceInALogin() {
        Evaluation unavailable = Evaluation.of(new Unavailable(settings, "Provider: MISSING.", false));

        report(unavailable);
        report(unavailable);

        assertThat(event.errors()).containsExactly("magento_link_misconfigured");
    }

    @Test
    void storesTheReferenceOfAnOutageForThePage() {
        report(Evaluation.of(new Unavailable(settings, "Provider: MISSING.", false)));

        assertThat(authSession.authNotes())
                .isEqualTo(Map.of("magento-link.reported", event.details().get("magento_link_reference")));
    }

    @Test
    void hasFlawsOfTheSettingsOnceInALogin() {
        SettingProblem flaw = SettingProblem.of("exemptRoles", "no-such-role", "Use a role of the realm.");
        Evaluation flawed = new Evaluation(
                new Unaffected(), Optional.empty(), Optional.empty(), List.of(flaw), Optional.empty(), List.of());

        report(flawed);
        report(flawed);

        assertThat(event.errors()).containsExactly("magento_link_misconfigured");
    }

    @Test
    void hasBothTheFlawsAndTheRefusalOfALogin() {
        SettingProblem flaw = SettingProblem.of("exemptRoles", "no-such-role", "Use a role of the realm.");

        report(new Evaluation(
                new Refused(settings, "missing_role"),
                Optional.empty(),
                Optional.empty(),
                List.of(flaw),
                Optional.empty(),
                List.of()));

        assertThat(event.errors()).containsExactly("magento_link_misconfigured", "magento_sign_in_failed");
    }

    private static Evaluation decided(Optional<Decision> atCutoff) {
        Decision notYet = new Reported(new Nothing(Reason.NOT_YET));
        return new Evaluation(new Unaffected(), Optional.of(notYet), atCutoff, List.of(), Optional.empty(), List.of());
    }

    private void report(Evaluation evaluation) {
        UserContext user = new UserContext(
                session.model(), realm.model(), new FakeUser("carol").model(), InstantSource.fixed(NOW));
        new LoginReporter(new LoginContext(user, authSession.model()), event).report(evaluation);
    }
}
