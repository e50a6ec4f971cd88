package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.idp.ProviderErrorHandler;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.login.Evaluation;
import cloud.magento.accounts.link.login.LoginEvaluator;
import cloud.magento.accounts.link.login.LoginReporter;
import cloud.magento.accounts.link.login.LoginState;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Prompted;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unaffected;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.login.MailedAction;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.login.Reauthentication;
import cloud.magento.accounts.link.login.SessionAction;
import cloud.magento.accounts.link.login.SignOut;
import cloud.magento.accounts.link.login.WaitingLogin;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.metrics.TokenGrant;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.PassiveLogin;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.token.GrantKind;
import cloud.magento.accounts.link.token.TokenDecision;
import cloud.magento.accounts.link.user.AskRecord;
import cloud.magento.accounts.link.user.UserFactsReader;
import cloud.magento.accounts.link.view.FormStep;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Requires users to connect. Keycloak evaluates the action on every login, in a browser or without one. The action is
 * put on the authentication session, never on the user, so that removing the JAR cannot lock a user out.
 */
final class ConnectMagentoAction implements RequiredActionProvider {

    private final InstantSource clock;

    ConnectMagentoAction(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        LoginContext login = LoginContext.of(context, clock);
        completeNotes(login);
        LoginState state = evaluate(context, login);
        boolean continues = continues(state);
        boolean rejected = !(state instanceof Unavailable)
                && PassiveLogin.isWithoutBrowser(login.authSession())
                && !ExemptClientSession.isExemptClient(
                        login.authSession(), settings(login).stages())
                && reportIfRejectedLikeGrant(context, login);
        if (rejected
                || continues && PostLoginFlow.isDue(login.session(), login.authSession())
                || waitingLogin(login).lacksPrimaryLogin()
                || !continues && !isOptional(state)) {
            SessionAction.require(login.authSession());
        } else if (continues
                && !MailedAction.isAlone(login.authSession())
                && !(state instanceof Unaffected && new ConcurrentConnection(context, login).isAnotherConnected())) {
            SessionAction.remove(login.authSession());
        }
    }

    /** Completes the notes of the session at the end of the login's flow, before the login is evaluated. */
    private static void completeNotes(LoginContext login) {
        AuthenticationSessionModel authSession = login.authSession();
        ProviderRoundTrip.endIfStartedOver(authSession);
        LinkingStart.nameEndedAction(authSession);
        takeOverLinking(login);
        PostLoginFlow.completeIfSucceeded(authSession);
        FirstLogin.removeNotes(authSession);
        MailedAction.noteOthers(login);
        MailedAction.forgetIfEnded(authSession);
        if (RealmSettings.isActive(login.realm())) {
            // Before the app's prompt is restored: the prompt says whether the provider had to sign the user in again.
            SignIn.date(login.session(), authSession, login.now());
            SignIn.renewAfterOwnPasswordChange(login.session(), authSession, login.user(), login.now());
            SignIn.dateUserSession(authSession);
            ExemptClientSession.note(authSession, settings(login).stages());
            if (!PassiveLogin.isPassive(login.session(), authSession)) {
                // A login that cannot show a page cannot wait for the user either.
                waitingLogin(login).noteIfNotConnected();
            }
        }
        Reauthentication.end(authSession);
    }

    /**
     * Takes over Keycloak's own linking of the provider, which the account console requests, before Keycloak executes
     * it: our action waits in a session of its own, so that "back" at the provider finds it intact. A user who is
     * connected keeps Keycloak's action, and the guard takes over what comes back.
     */
    private static void takeOverLinking(LoginContext login) {
        LinkSettings settings = settings(login);
        if (LinkingStart.isRequested(login.authSession(), settings.idpAlias())
                && RealmSettings.isActive(login.realm())
                && !UserFactsReader.isLinked(login.subject(), settings)) {
            LinkingStart.takeOver(login.authSession());
            SessionAction.require(login.authSession());
        }
    }

    /**
     * Whether a login without a browser, such as SAML ECP, is rejected like a password grant, with the same event. Its
     * flow lacks the authenticator, which would require primary login. Not called if users cannot be sent to the
     * provider: the evaluation has reported that.
     */
    private static boolean reportIfRejectedLikeGrant(RequiredActionContext context, LoginContext login) {
        boolean isRejected = TokenDecision.decideAndReport(
                        login.subject(),
                        GrantKind.SIGNS_IN,
                        RealmSettings.of(login.realm()),
                        () -> context.getEvent().clone().event(EventType.LOGIN).user(login.user()))
                .isPresent();
        if (isRejected) {
            LinkMetrics.countRefusedTokens(login.realm().getName(), TokenGrant.ECP);
        }
        return isRejected;
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        LoginContext login = LoginContext.of(context, clock);
        boolean wasMissing = waitingLogin(login).lacksPrimaryLogin();
        if (wasMissing && !finishPrimaryLogin(context, login)) {
            showAnotherConnectedOrStartOver(context, login, Phase.RETURN);
            return;
        }
        LoginState state = evaluate(context, login);
        if (wasMissing && state instanceof Prompted) {
            // The app wants an account to be connected, and the one that this tab returned with is.
            ActionEnd.connected(context);
        } else if (continues(state) && PostLoginFlow.isDue(login.session(), login.authSession())) {
            context.challenge(PostLoginFlow.start(login.session(), login.authSession()));
        } else if (state instanceof Unaffected) {
            new ConcurrentConnection(context, login).showOrProceed(Phase.RETURN);
        } else if (state instanceof Prompted prompted) {
            if (prompted.decision().showsPage()) {
                new AskRecord(login.subject()).recordPrompt(login.now());
            }
            new ConnectFormHandler(context, login, prompted).start();
        } else {
            context.challenge(new ConnectPage(context, login).show(state));
        }
    }

    /** LoginActionsService.processRequireAction calls this, also for the session that is away, which has no user. */
    @Override
    public void processAction(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (ProviderRoundTrip.isAway(authSession)) {
            context.challenge(new ProviderErrorHandler(context).respond(authSession));
        } else if (context.getUser() == null) {
            // The user was deleted while the page was open.
            context.challenge(Reauthentication.start(context.getSession(), authSession));
        } else {
            processForm(context, LoginContext.of(context, clock), FormStep.of(context.getHttpRequest()));
        }
    }

    private void processForm(RequiredActionContext context, LoginContext login, FormStep step) {
        if (step == FormStep.SIGN_OUT) {
            context.challenge(SignOut.start(login.session(), login.authSession()));
            return;
        }
        boolean wasMissing = waitingLogin(login).lacksPrimaryLogin();
        if (wasMissing && !finishPrimaryLogin(context, login)) {
            showAnotherConnectedOrStartOver(context, login, Phase.CONFIRM);
            return;
        }
        LoginState state = evaluate(context, login);
        if (wasMissing && state instanceof Prompted) {
            ActionEnd.connected(context);
        } else if (state instanceof Prompted prompted) {
            new ConnectFormHandler(context, login, prompted).handle(step);
        } else if (state instanceof Impersonated impersonated) {
            new ImpersonatedFormHandler(context, login, impersonated).handle(step);
        } else if (state instanceof Refused && step == FormStep.LEAVE) {
            ActionEnd.notConnected(context, KcActionStatus.ERROR);
        } else if (state instanceof Unavailable unavailable && unavailable.canContinue() && step == FormStep.LEAVE) {
            if (unavailable.requested()) {
                ActionEnd.cancelled(context);
            } else {
                ActionEnd.proceed(context);
            }
        } else if (state instanceof Unaffected) {
            if (step == FormStep.CONFIRM) {
                new ConcurrentConnection(context, login).showOrProceed(Phase.CONFIRM);
            } else {
                ActionEnd.proceed(context);
            }
        } else {
            context.challenge(new ConnectPage(context, login).show(state));
        }
    }

    private static LoginState evaluate(RequiredActionContext context, LoginContext login) {
        Evaluation evaluation = new LoginEvaluator(login).evaluate();
        new LoginReporter(login, context.getEvent()).report(evaluation);
        return evaluation.state();
    }

    private static WaitingLogin waitingLogin(LoginContext login) {
        return new WaitingLogin(login, settings(login));
    }

    private static LinkSettings settings(LoginContext login) {
        return RealmSettings.of(login.realm()).readable();
    }

    /** Starts the login over. If this tab returned with another account than the connected one, a page shows that. */
    private static void showAnotherConnectedOrStartOver(
            RequiredActionContext context, LoginContext login, Phase phase) {
        ConcurrentConnection connection = new ConcurrentConnection(context, login);
        if (connection.isAnotherConnected()) {
            connection.showOrProceed(phase);
        } else {
            context.challenge(waitingLogin(login).startOver());
        }
    }

    /** Finishes primary login if this tab returned with the connected account. Returns whether it did. */
    private static boolean finishPrimaryLogin(RequiredActionContext context, LoginContext login) {
        Optional<PendingIdentity> pending = PendingIdentity.of(
                        login, settings(login).idpAlias())
                .filter(returned -> !returned.isExpired(login.now()));
        if (pending.isEmpty() || !new PrimaryLogin(login, settings(login)).finish(pending.get(), context.getEvent())) {
            return false;
        }
        ProviderRoundTrip.cancel(login.authSession());
        return true;
    }

    private static boolean continues(LoginState state) {
        return state instanceof Unaffected || state instanceof Unavailable unavailable && unavailable.hasNoPage();
    }

    private static boolean isOptional(LoginState state) {
        return state instanceof Prompted prompted && prompted.isOptional()
                || state instanceof Refused
                || state instanceof Unavailable unavailable && unavailable.canContinue();
    }

    @Override
    public void close() {}
}
