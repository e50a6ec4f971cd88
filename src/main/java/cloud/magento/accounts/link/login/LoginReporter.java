package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Writes the result of an evaluation: notes in the session, details of the login event, error events, and warnings. */
public final class LoginReporter {

    private static final Logger LOG = Logger.getLogger(LoginReporter.class);

    private final LoginContext login;
    private final EventBuilder event;

    /**
     * Creates a reporter.
     *
     * @param event the event of the login, which gets the decisions; error events are copies of it
     */
    public LoginReporter(LoginContext login, EventBuilder event) {
        this.login = login;
        this.event = event;
    }

    /** Reports an evaluation. Each error event is written once in a login, even if its page is loaded again. */
    public void report(Evaluation evaluation) {
        evaluation.warnings().forEach(LOG::warn);
        evaluation.signIn().ifPresent(signIn -> signIn.noteIn(login.authSession()));
        evaluation.decision().ifPresent(this::reportDecision);
        reportAtCutoff(evaluation);
        if (!evaluation.flaws().isEmpty()) {
            LinkEvents.reportFlawsOnce(login, eventOf(EventType.CUSTOM_REQUIRED_ACTION), evaluation.flaws());
        }
        if (evaluation.state() instanceof Refused refused) {
            reportOnce(refused);
        } else if (evaluation.state() instanceof Unavailable unavailable) {
            LinkEvents.reportOutageOnce(
                    login, eventOf(EventType.CUSTOM_REQUIRED_ACTION), Phase.ASK, unavailable.problem());
        }
    }

    /** The metrics have the first decision of a login, also if it ends with a rejected grant, which is rolled back. */
    private void reportDecision(Decision decision) {
        event.detail(LinkEvents.DECISION, decision.code());
        AuthenticationSessionModel authSession = login.authSession();
        if (authSession.getAuthNote(AuthNotes.COUNTED) == null) {
            authSession.setAuthNote(AuthNotes.COUNTED, "true");
            AfterCompletion.always(
                    login.session(),
                    () -> LinkMetrics.countDecision(login.realm().getName(), decision));
        }
    }

    /** A login that begins before its user connects ends after it. Then the cutoff requires nothing of the user. */
    private void reportAtCutoff(Evaluation evaluation) {
        evaluation
                .decisionAtCutoff()
                .ifPresentOrElse(
                        decision -> event.detail(LinkEvents.DECISION_AT_CUTOFF, decision.code()),
                        () -> event.removeDetail(LinkEvents.DECISION_AT_CUTOFF));
    }

    private void reportOnce(Refused refused) {
        if (refusalReference(login.authSession()).isEmpty()) {
            String reference = LinkEvents.writeError(
                    eventOf(EventType.FEDERATED_IDENTITY_LINK).detail(Details.REASON, refused.reason()),
                    LinkError.SIGN_IN_FAILED,
                    Phase.ASK,
                    refused.settings().idpAlias());
            login.authSession().setAuthNote(AuthNotes.REFUSED, reference);
        }
    }

    /** The reference of the event that says why the user cannot connect; empty: none was written in this login. */
    public static Optional<String> refusalReference(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.REFUSED));
    }

    private EventBuilder eventOf(EventType type) {
        return event.clone().event(type).user(login.user());
    }
}
