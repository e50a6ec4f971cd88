package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.action.Standing.Asked;
import cloud.magento.accounts.link.action.Standing.Free;
import cloud.magento.accounts.link.action.Standing.Impersonated;
import cloud.magento.accounts.link.action.Standing.Unavailable;
import cloud.magento.accounts.link.broker.LinkingStart;
import cloud.magento.accounts.link.broker.PostLogin;
import cloud.magento.accounts.link.broker.Reauthentication;
import cloud.magento.accounts.link.broker.SignIn;
import cloud.magento.accounts.link.broker.UpstreamSignIn;
import cloud.magento.accounts.link.settings.RealmSettings;
import cloud.magento.accounts.link.user.AskRecord;
import java.time.InstantSource;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.authentication.RequiredActionProvider;
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
        Reauthentication.end(authSession);
        UpstreamSignIn.settle(authSession);
        LinkingStart.nameEndedAction(authSession);
        PostLogin.settle(authSession);
        if (RealmSettings.guard(context.getRealm())) {
            SignIn.date(context.getSession(), authSession, clock.instant());
            SignIn.renewAfterOwnPasswordChange(context.getSession(), authSession, user, clock.instant());
        }
        Standing standing = new Assessor(context, clock).assess();
        if (goesOn(standing)) {
            if (PostLogin.isDue(context.getSession(), authSession)) {
                Assessor.demand(authSession);
            } else {
                authSession.removeRequiredAction(RealmSettings.ACTION_ID);
            }
        } else if (!isOwnWishAlone(standing)) {
            Assessor.demand(authSession);
        }
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Standing standing = new Assessor(context, clock).assess();
        if (goesOn(standing) && PostLogin.isDue(context.getSession(), context.getAuthenticationSession())) {
            context.challenge(PostLogin.start(context.getSession(), context.getAuthenticationSession()));
            return;
        }
        if (standing instanceof Free) {
            context.success();
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
        String step = context.getHttpRequest().getDecodedFormParameters().getFirst("step");
        Standing standing = new Assessor(context, clock).assess();
        if (standing instanceof Asked asked) {
            new Steps(context, clock, asked).take(Step.named(step));
        } else if (standing instanceof Impersonated impersonated) {
            new ImpersonatedSteps(context, clock, impersonated).take(Step.named(step));
        } else if (standing instanceof Unavailable broken
                && !(broken.mayContinue() && Step.named(step) == Step.LEAVE)) {
            context.challenge(new ConnectPage(context, clock).show(standing));
        } else if (standing instanceof Unavailable broken && broken.ownWish()) {
            giveUp(context);
        } else {
            context.success();
        }
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
                || standing instanceof Unavailable broken && broken.mayContinue();
    }

    @Override
    public void close() {}
}
