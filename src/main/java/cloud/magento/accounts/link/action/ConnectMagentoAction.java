package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.action.Standing.Asked;
import cloud.magento.accounts.link.action.Standing.Free;
import cloud.magento.accounts.link.action.Standing.Impersonated;
import cloud.magento.accounts.link.action.Standing.Refused;
import cloud.magento.accounts.link.action.Standing.Unavailable;
import cloud.magento.accounts.link.broker.LinkEvents.Phase;
import cloud.magento.accounts.link.broker.LinkGuard;
import cloud.magento.accounts.link.broker.LinkingStart;
import cloud.magento.accounts.link.broker.PassiveLogin;
import cloud.magento.accounts.link.broker.PostLogin;
import cloud.magento.accounts.link.broker.PrimarySignIn;
import cloud.magento.accounts.link.broker.Proof;
import cloud.magento.accounts.link.broker.Reauthentication;
import cloud.magento.accounts.link.broker.SignIn;
import cloud.magento.accounts.link.broker.TokenAnswer;
import cloud.magento.accounts.link.broker.TokenRequest;
import cloud.magento.accounts.link.broker.UpstreamSignIn;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.RealmSettings;
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
import org.keycloak.services.managers.AuthenticationManager;
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
        UpstreamSignIn.settle(authSession);
        LinkingStart.nameEndedAction(authSession);
        PostLogin.settle(authSession);
        LinkGuard.settle(authSession);
        if (RealmSettings.guard(context.getRealm())) {
            // Before the app's prompt is put back: it tells whether the provider had to ask the user anew.
            SignIn.date(context.getSession(), authSession, clock.instant());
            SignIn.renewAfterOwnPasswordChange(context.getSession(), authSession, user, clock.instant());
            SignIn.dateUserSession(authSession);
        }
        Reauthentication.end(authSession);
        Standing standing = new Assessor(context, clock).assess();
        boolean refused = !(standing instanceof Unavailable)
                && PassiveLogin.isWithoutBrowser(authSession)
                && refuseLikeAScript(context);
        boolean goesOn = goesOn(standing);
        boolean postLogin = goesOn && PostLogin.isDue(context.getSession(), authSession);
        if (refused || postLogin || isPrimaryLoginMissing(context) || (!goesOn && !isOwnWishAlone(standing))) {
            Assessor.demand(authSession);
        } else if (goesOn && !(standing instanceof Free && new ConnectedMeanwhile(context, clock).isToBeTold())) {
            authSession.removeRequiredAction(RealmSettings.ACTION_ID);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (isPrimaryLoginMissing(context) && !finishPrimaryLogin(context)) {
            tellOrStartOver(context, Phase.RETURN);
            return;
        }
        Standing standing = new Assessor(context, clock).assess();
        if (goesOn(standing) && PostLogin.isDue(context.getSession(), context.getAuthenticationSession())) {
            context.challenge(PostLogin.start(context.getSession(), context.getAuthenticationSession()));
            return;
        }
        if (standing instanceof Free) {
            new ConnectedMeanwhile(context, clock).succeedOrTell(Phase.RETURN);
            return;
        }
        if (standing instanceof Asked asked) {
            if (asked.decision().asks()) {
                new AskRecord(context.getUser(), context.getSession(), context.getRealm()).asked(clock.instant());
            }
            new Steps(context, clock, asked).arrive();
            return;
        }
        context.challenge(new ConnectPage(context, clock).show(standing));
    }

    @Override
    public void processAction(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (UpstreamSignIn.isAway(authSession)) {
            context.challenge(new ReturnWithError(context).respond(authSession));
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
        Standing standing = new Assessor(context, clock).assess();
        if (standing instanceof Asked asked) {
            new Steps(context, clock, asked).take(Step.named(step));
        } else if (standing instanceof Impersonated impersonated) {
            new ImpersonatedSteps(context, clock, impersonated).take(Step.named(step));
        } else if (standing instanceof Refused) {
            refuse(context, standing, Step.named(step));
        } else if (standing instanceof Unavailable broken
                && !(broken.mayContinue() && Step.named(step) == Step.LEAVE)) {
            context.challenge(new ConnectPage(context, clock).show(standing));
        } else if (standing instanceof Unavailable broken && broken.ownWish()) {
            giveUp(context);
        } else if (Step.named(step) == Step.CONFIRM) {
            new ConnectedMeanwhile(context, clock).succeedOrTell(Phase.CONFIRM);
        } else {
            proceed(context);
        }
    }

    /**
     * Whether the account was connected by another login while this one waited. To go on from here would be a sign-in
     * without the provider.
     */
    private static boolean isPrimaryLoginMissing(RequiredActionContext context) {
        return PrimarySignIn.isMissing(
                context.getSession(),
                context.getRealm(),
                context.getUser(),
                context.getAuthenticationSession(),
                RealmSettings.of(context.getRealm()).readable());
    }

    /** Starts the login over. A tab that brought another account than the connected one says so first. */
    private void tellOrStartOver(RequiredActionContext context, Phase phase) {
        ConnectedMeanwhile meanwhile = new ConnectedMeanwhile(context, clock);
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
        Optional<Proof> proof = Proof.pending(context.getSession(), authSession, context.getUser(), settings.idpAlias())
                .filter(arrived -> !arrived.isExpired(clock.instant()));
        if (proof.isEmpty()
                || !PrimarySignIn.finish(
                        context.getSession(),
                        context.getRealm(),
                        context.getUser(),
                        authSession,
                        proof.get(),
                        settings,
                        context.getEvent())) {
            return false;
        }
        UpstreamSignIn.forget(authSession);
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
        return TokenAnswer.refusal(
                        context.getSession(),
                        context.getUser(),
                        TokenRequest.SIGNS_IN,
                        RealmSettings.of(context.getRealm()),
                        context.getEvent().clone().event(EventType.LOGIN).user(context.getUser()),
                        clock.instant())
                .isPresent();
    }

    private void refuse(RequiredActionContext context, Standing standing, Step step) {
        if (step == Step.LEAVE) {
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
            AuthenticationManager.setKcActionStatus(
                    RealmSettings.ACTION_ID, KcActionStatus.ERROR, context.getAuthenticationSession());
        }
        context.success();
    }

    /**
     * Lets the login go on although nothing was connected, and reports that to the app that asked for it. Keycloak
     * itself would report a success for every action that ends by success(), see
     * LoginActionsService.processRequireAction; it leaves a status alone that is set already.
     */
    static void endWithout(RequiredActionContext context, KcActionStatus status) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UpstreamSignIn.forget(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, status))
                .ifPresentOrElse(context::challenge, () -> {
                    AuthenticationManager.setKcActionStatus(RealmSettings.ACTION_ID, status, authSession);
                    context.success();
                });
    }

    /** Ends connecting that an app or the user began, the way its starter expects. */
    static void giveUp(RequiredActionContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        UpstreamSignIn.forget(authSession);
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, KcActionStatus.CANCELLED))
                .ifPresentOrElse(context::challenge, context::cancel);
    }

    private static boolean goesOn(Standing standing) {
        return standing instanceof Free || standing instanceof Unavailable broken && broken.isPassedOver();
    }

    private static boolean isOwnWishAlone(Standing standing) {
        return standing instanceof Asked asked && asked.isOwnWishAlone()
                || standing instanceof Refused
                || standing instanceof Unavailable broken && broken.mayContinue();
    }

    @Override
    public void close() {}
}
