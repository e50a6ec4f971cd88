package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.LinkGuard;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.idp.ProviderErrorHandler;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.login.Evaluation;
import cloud.magento.accounts.link.login.LoginEvaluator;
import cloud.magento.accounts.link.login.LoginReporter;
import cloud.magento.accounts.link.login.LoginState;
import cloud.magento.accounts.link.login.LoginState.Asked;
import cloud.magento.accounts.link.login.LoginState.Free;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.login.Reauthentication;
import cloud.magento.accounts.link.login.SessionAction;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ActionStatus;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.PassiveLogin;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.token.GrantKind;
import cloud.magento.accounts.link.token.TokenDecision;
import cloud.magento.accounts.link.user.AskRecord;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Enforces the rollout. Keycloak evaluates the action on every login, with a browser or without. It is put on the
 * authentication session, never on the user, so that removing the JAR cannot lock a user out.
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
        settle(login);
        LoginState state = evaluate(context, login);
        boolean continues = continues(state);
        boolean rejected = !(state instanceof Unavailable)
                && PassiveLogin.isWithoutBrowser(login.authSession())
                && isRejectedLikeAGrant(context, login);
        if (rejected
                || continues && PostLoginFlow.isDue(login.session(), login.authSession())
                || primaryLogin(login).isMissing()
                || !continues && !isOptional(state)) {
            SessionAction.require(login.authSession());
        } else if (continues && !(state instanceof Free && new ConcurrentConnection(context, clock).isToBeTold())) {
            SessionAction.remove(login.authSession());
        }
    }

    /** Puts the session in order at the end of the login's flow, before anything is decided. */
    private static void settle(LoginContext login) {
        AuthenticationSessionModel authSession = login.authSession();
        ProviderRoundTrip.settle(authSession);
        LinkingStart.nameEndedAction(authSession);
        PostLoginFlow.settle(authSession);
        LinkGuard.settle(authSession);
        if (RealmSettings.isActive(login.realm())) {
            // Before the app's prompt is restored: it tells whether the provider had to sign the user in again.
            SignIn.date(login.session(), authSession, login.now());
            SignIn.renewAfterOwnPasswordChange(login.session(), authSession, login.user(), login.now());
            SignIn.dateUserSession(authSession);
            if (!UserFactsReader.isLinked(login.subject(), settings(login))) {
                // The execution notes it, too. But the registration flow, for one, has no execution of this extension.
                primaryLogin(login).noteExcluded();
            }
        }
        Reauthentication.end(authSession);
    }

    /**
     * Whether a login that carries its password, such as SAML ECP, is rejected like a password grant, with its event.
     * Its flow has no execution of this extension, which would require primary login. If users cannot be sent to the
     * provider, the evaluation has reported that.
     */
    private static boolean isRejectedLikeAGrant(RequiredActionContext context, LoginContext login) {
        return TokenDecision.refusal(
                        login.subject(),
                        GrantKind.SIGNS_IN,
                        RealmSettings.of(login.realm()),
                        context.getEvent().clone().event(EventType.LOGIN).user(login.user()))
                .isPresent();
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        LoginContext login = LoginContext.of(context, clock);
        if (primaryLogin(login).isMissing() && !finishPrimaryLogin(context, login)) {
            tellOrStartOver(context, Phase.RETURN);
            return;
        }
        LoginState state = evaluate(context, login);
        if (continues(state) && PostLoginFlow.isDue(login.session(), login.authSession())) {
            context.challenge(PostLoginFlow.start(login.session(), login.authSession()));
        } else if (state instanceof Free) {
            new ConcurrentConnection(context, clock).succeedOrTell(Phase.RETURN);
        } else if (state instanceof Asked asked) {
            if (asked.decision().asks()) {
                new AskRecord(login.subject()).asked(login.now());
            }
            new ConnectFormHandler(context, clock, asked).arrive();
        } else {
            context.challenge(new ConnectPage(context, clock).show(state));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (ProviderRoundTrip.isAway(authSession)) {
            context.challenge(new ProviderErrorHandler(context).respond(authSession));
        } else if (context.getUser() == null) {
            // The user was deleted while the page was open.
            context.challenge(Reauthentication.start(context.getSession(), authSession));
        } else {
            processForm(context, LoginContext.of(context, clock));
        }
    }

    private void processForm(RequiredActionContext context, LoginContext login) {
        if (primaryLogin(login).isMissing() && !finishPrimaryLogin(context, login)) {
            tellOrStartOver(context, Phase.CONFIRM);
            return;
        }
        FormStep step = FormStep.named(
                context.getHttpRequest().getDecodedFormParameters().getFirst("step"));
        LoginState state = evaluate(context, login);
        if (state instanceof Asked asked) {
            new ConnectFormHandler(context, clock, asked).handle(step);
        } else if (state instanceof Impersonated impersonated) {
            new ImpersonatedFormHandler(context, clock, impersonated).handle(step);
        } else if (state instanceof Refused && step == FormStep.LEAVE) {
            endWithout(context, KcActionStatus.ERROR);
        } else if (state instanceof Unavailable unavailable && unavailable.mayContinue() && step == FormStep.LEAVE) {
            if (unavailable.selfService()) {
                cancel(context);
            } else {
                proceed(context);
            }
        } else if (state instanceof Free) {
            if (step == FormStep.CONFIRM) {
                new ConcurrentConnection(context, clock).succeedOrTell(Phase.CONFIRM);
            } else {
                proceed(context);
            }
        } else {
            context.challenge(new ConnectPage(context, clock).show(state));
        }
    }

    private static LoginState evaluate(RequiredActionContext context, LoginContext login) {
        Evaluation evaluation = new LoginEvaluator(login).evaluate();
        new LoginReporter(login, context.getEvent()).report(evaluation);
        return evaluation.state();
    }

    private static PrimaryLogin primaryLogin(LoginContext login) {
        return new PrimaryLogin(login, settings(login));
    }

    private static LinkSettings settings(LoginContext login) {
        return RealmSettings.of(login.realm()).readable();
    }

    /** Starts the login over. A tab that brought another account than the connected one shows that first. */
    private void tellOrStartOver(RequiredActionContext context, Phase phase) {
        ConcurrentConnection connection = new ConcurrentConnection(context, clock);
        if (connection.isToBeTold()) {
            connection.succeedOrTell(phase);
        } else {
            context.challenge(Reauthentication.startOver(context.getSession(), context.getAuthenticationSession()));
        }
    }

    /** Finishes primary login if this tab returned with the account that is connected. Returns whether it did. */
    private static boolean finishPrimaryLogin(RequiredActionContext context, LoginContext login) {
        Optional<PendingIdentity> pending = PendingIdentity.of(
                        login, settings(login).idpAlias())
                .filter(arrived -> !arrived.isExpired(login.now()));
        if (pending.isEmpty() || !primaryLogin(login).finish(pending.get(), context.getEvent())) {
            return false;
        }
        ProviderRoundTrip.forget(login.authSession());
        return true;
    }

    private static boolean continues(LoginState state) {
        return state instanceof Free || state instanceof Unavailable unavailable && unavailable.isPassedOver();
    }

    private static boolean isOptional(LoginState state) {
        return state instanceof Asked asked && asked.isOptional()
                || state instanceof Refused
                || state instanceof Unavailable unavailable && unavailable.mayContinue();
    }

    /** Continues the login. A success is reported to the app only if the user is connected. */
    static void proceed(RequiredActionContext context) {
        LoginContext login = LoginContext.of(context, KeycloakClock.INSTANCE);
        if (!UserFactsReader.isLinked(login.subject(), settings(login))) {
            ActionStatus.set(login.authSession(), KcActionStatus.ERROR);
        }
        context.success();
    }

    /**
     * Continues the login although no account was connected, and reports that to the app that requested the action.
     * LoginActionsService.processRequireAction keeps a status that is set already.
     */
    static void endWithout(RequiredActionContext context, KcActionStatus status) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ProviderRoundTrip.forget(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, status))
                .ifPresentOrElse(context::challenge, () -> {
                    ActionStatus.set(authSession, status);
                    context.success();
                });
    }

    /** Cancels connecting that an app or the user started, in the way that its starter expects. */
    static void cancel(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ProviderRoundTrip.forget(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, KcActionStatus.CANCELLED))
                .ifPresentOrElse(context::challenge, context::cancel);
    }

    @Override
    public void close() {}
}
