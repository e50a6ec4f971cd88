package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.LinkGuard;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.idp.ProviderErrorHandler;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.login.LoginEvaluator;
import cloud.magento.accounts.link.login.LoginState;
import cloud.magento.accounts.link.login.LoginState.Asked;
import cloud.magento.accounts.link.login.LoginState.Free;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.login.Reauthentication;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ActionStatus;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.PassiveLogin;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
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
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The enforcement point. Keycloak evaluates it on every login, by browser or not. It puts itself on the authentication
 * session, never on the user, so that removing the JAR can lock nobody out.
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
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UserModel user = context.getUser();
        ProviderRoundTrip.settle(authSession);
        LinkingStart.nameEndedAction(authSession);
        PostLoginFlow.settle(authSession);
        LinkGuard.settle(authSession);
        if (RealmSettings.guard(context.getRealm())) {
            // Before the app's prompt is put back: it tells whether the provider had to ask the user anew.
            SignIn.date(context.getSession(), authSession, clock.instant());
            SignIn.renewAfterOwnPasswordChange(context.getSession(), authSession, user, clock.instant());
            SignIn.dateUserSession(authSession);
        }
        Reauthentication.end(authSession);
        LoginState standing = new LoginEvaluator(context, clock).assess();
        boolean refused = !(standing instanceof Unavailable)
                && PassiveLogin.isWithoutBrowser(authSession)
                && refuseLikeAScript(context);
        boolean goesOn = goesOn(standing);
        boolean postLogin = goesOn && PostLoginFlow.isDue(context.getSession(), authSession);
        if (refused || postLogin || isPrimaryLoginMissing(context) || (!goesOn && !isOwnWishAlone(standing))) {
            LoginEvaluator.demand(authSession);
        } else if (goesOn && !(standing instanceof Free && new ConcurrentConnection(context, clock).isToBeTold())) {
            authSession.removeRequiredAction(RealmSettings.ACTION_ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (isPrimaryLoginMissing(context) && !finishPrimaryLogin(context)) {
            tellOrStartOver(context, Phase.RETURN);
            return;
        }
        LoginState standing = new LoginEvaluator(context, clock).assess();
        if (goesOn(standing) && PostLoginFlow.isDue(context.getSession(), context.getAuthenticationSession())) {
            context.challenge(PostLoginFlow.start(context.getSession(), context.getAuthenticationSession()));
            return;
        }
        if (standing instanceof Free) {
            new ConcurrentConnection(context, clock).succeedOrTell(Phase.RETURN);
            return;
        }
        if (standing instanceof Asked asked) {
            if (asked.decision().asks()) {
                new AskRecord(context.getUser(), context.getSession(), context.getRealm()).asked(clock.instant());
            }
            new ConnectFormHandler(context, clock, asked).arrive();
            return;
        }
        context.challenge(new ConnectPage(context, clock).show(standing));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (ProviderRoundTrip.isAway(authSession)) {
            context.challenge(new ProviderErrorHandler(context).respond(authSession));
            return;
        }
        if (context.getUser() == null) {
            // Deleted while the page was open: the login starts over.
            context.challenge(Reauthentication.start(context.getSession(), authSession));
            return;
        }
        if (isPrimaryLoginMissing(context)) {
            tellOrStartOver(context, Phase.CONFIRM);
            return;
        }
        String step = context.getHttpRequest().getDecodedFormParameters().getFirst("step");
        LoginState standing = new LoginEvaluator(context, clock).assess();
        if (standing instanceof Asked asked) {
            new ConnectFormHandler(context, clock, asked).take(FormStep.named(step));
        } else if (standing instanceof Impersonated impersonated) {
            new ImpersonatedFormHandler(context, clock, impersonated).take(FormStep.named(step));
        } else if (standing instanceof Refused) {
            refuse(context, standing, FormStep.named(step));
        } else if (standing instanceof Unavailable broken
                && !(broken.mayContinue() && FormStep.named(step) == FormStep.LEAVE)) {
            context.challenge(new ConnectPage(context, clock).show(standing));
        } else if (standing instanceof Unavailable broken && broken.ownWish()) {
            giveUp(context);
        } else if (FormStep.named(step) == FormStep.CONFIRM) {
            new ConcurrentConnection(context, clock).succeedOrTell(Phase.CONFIRM);
        } else {
            proceed(context);
        }
    }

    /**
     * Whether the account was connected by another login while this one waited. To go on from here would be a sign-in
     * without the provider.
     */
    private static boolean isPrimaryLoginMissing(RequiredActionContext context) {
        return PrimaryLogin.isMissing(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                context.getAuthenticationSession(),
                RealmSettings.of(context.getRealm()).readable());
    }

    /** Starts the login over. A tab that brought another account than the connected one says so first. */
    private void tellOrStartOver(RequiredActionContext context, Phase phase) {
        ConcurrentConnection meanwhile = new ConcurrentConnection(context, clock);
        if (meanwhile.isToBeTold()) {
            meanwhile.succeedOrTell(phase);
        } else {
            context.challenge(Reauthentication.startOver(context.getSession(), context.getAuthenticationSession()));
        }
    }

    /** Finishes it if this tab came back with the account that is connected, and says whether it did. */
    private boolean finishPrimaryLogin(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        LinkSettings settings = RealmSettings.of(context.getRealm()).readable();
        Optional<PendingIdentity> proof = PendingIdentity.pending(
                        context.getSession(), authSession, context.getUser(), settings.idpAlias())
                .filter(arrived -> !arrived.isExpired(clock.instant()));
        if (proof.isEmpty()
                || !PrimaryLogin.finish(
                        context.getSession(),
                        context.getRealm(),
                        context.getUser(),
                        authSession,
                        proof.get(),
                        settings,
                        context.getEvent())) {
            return false;
        }
        ProviderRoundTrip.forget(authSession);
        return true;
    }

    /**
     * Gives a login that brings its password along the answer of a password grant, with its event. Its flow has no
     * execution of ours, which would see that primary login applies. If users cannot be sent to the provider, the
     * assessor has said so.
     *
     * @return whether it is refused
     */
    private boolean refuseLikeAScript(RequiredActionContext context) {
        return TokenDecision.refusal(
                        context.getSession(),
                        context.getUser(),
                        GrantKind.SIGNS_IN,
                        RealmSettings.of(context.getRealm()),
                        context.getEvent().clone().event(EventType.LOGIN).user(context.getUser()),
                        clock.instant())
                .isPresent();
    }

    private void refuse(RequiredActionContext context, LoginState standing, FormStep step) {
        if (step == FormStep.LEAVE) {
            endWithout(context, KcActionStatus.ERROR);
        } else {
            context.challenge(new ConnectPage(context, clock).show(standing));
        }
    }

    /** Lets the login go on without a question. Success is only reported for a user who is connected. */
    static void proceed(RequiredActionContext context) {
        RealmModel realm = context.getRealm();
        LinkSettings settings = RealmSettings.of(realm).readable();
        if (!UserFactsReader.isLinked(context.getUser(), settings, context.getSession(), realm)) {
            ActionStatus.set(context.getAuthenticationSession(), KcActionStatus.ERROR);
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

    /** Ends connecting that an app or the user began, the way its starter expects. */
    static void giveUp(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        ProviderRoundTrip.forget(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, KcActionStatus.CANCELLED))
                .ifPresentOrElse(context::challenge, context::cancel);
    }

    private static boolean goesOn(LoginState standing) {
        return standing instanceof Free || standing instanceof Unavailable broken && broken.isPassedOver();
    }

    private static boolean isOwnWishAlone(LoginState standing) {
        return standing instanceof Asked asked && asked.isOwnWishAlone()
                || standing instanceof Refused
                || standing instanceof Unavailable broken && broken.mayContinue();
    }

    @Override
    public void close() {}
}
