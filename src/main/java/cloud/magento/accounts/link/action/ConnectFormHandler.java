package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.link.LinkAuthorization;
import cloud.magento.accounts.link.link.Linker;
import cloud.magento.accounts.link.link.Linker.Outcome;
import cloud.magento.accounts.link.link.Linker.Outcome.AlreadyConnected;
import cloud.magento.accounts.link.link.Linker.Outcome.AnotherConnected;
import cloud.magento.accounts.link.link.Linker.Outcome.Busy;
import cloud.magento.accounts.link.link.Linker.Outcome.Refused;
import cloud.magento.accounts.link.link.Linker.Outcome.RolledBack;
import cloud.magento.accounts.link.login.LoginEvaluator;
import cloud.magento.accounts.link.login.LoginState.Asked;
import cloud.magento.accounts.link.login.Reauthentication;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.user.AskRecord;
import cloud.magento.accounts.link.user.StoredLinks;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What the buttons of the page do for a user who is asked to connect. */
final class ConnectFormHandler {

    private final RequiredActionContext context;
    private final InstantSource clock;
    private final Asked asked;
    private final LinkSettings settings;
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final AuthenticationSessionModel authSession;

    ConnectFormHandler(RequiredActionContext context, InstantSource clock, Asked asked) {
        this.context = context;
        this.clock = clock;
        this.asked = asked;
        this.settings = asked.settings();
        this.session = context.getSession();
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.authSession = context.getAuthenticationSession();
    }

    /** Shows the page. Whoever came back from the provider with an account that cannot be connected hears so first. */
    void arrive() {
        Optional<PendingIdentity> arrived = PendingIdentity.pending(session, authSession, user, settings.idpAlias());
        if (arrived.filter(proof -> proof.isExpired(clock.instant())).isPresent()) {
            ProviderRoundTrip.forget(authSession);
            fail(UserMessage.EXPIRED, Phase.RETURN);
            return;
        }
        if (arrived.filter(this::isConnectedAlready).isPresent()) {
            SignedInAccount.note(authSession, arrived.get().identity().linkTo(settings.idpAlias()));
            followLogin(arrived.get());
            ProviderRoundTrip.forget(authSession);
            finish();
            return;
        }
        Optional<LinkError> objection = arrived.flatMap(proof ->
                staleStart().or(() -> new Linker(session, realm, settings).objectionTo(proof.identity(), user)));
        if (objection.isPresent()) {
            ProviderRoundTrip.forget(authSession);
            refuse(objection.get(), Phase.RETURN, arrived.get().identity().username());
        } else {
            showPage();
        }
    }

    /** Whoever came back with the account that is connected has nothing to confirm. */
    private boolean isConnectedAlready(PendingIdentity proof) {
        return StoredLinks.readAndCorrectCache(session, realm, user, settings.idpAlias())
                .filter(current -> current.getUserId().equals(proof.identity().id()))
                .isPresent();
    }

    /** Keycloak's own linking leaves without a look at how old the sign-in is by then. */
    private Optional<LinkError> staleStart() {
        return LinkingStart.leftAt(authSession).filter(asked::isStale).map(left -> LinkError.REAUTHENTICATION_REQUIRED);
    }

    void take(FormStep step) {
        switch (step) {
            case CONNECT -> leave(false);
            case SWITCH -> leave(true);
            case CONFIRM -> confirm();
            case LATER -> later();
            case REAUTHENTICATE -> context.challenge(Reauthentication.start(session, authSession));
            case LEAVE -> giveUp();
            case UNKNOWN -> showPage();
        }
    }

    private void leave(boolean chooseAccount) {
        Optional<LinkError> refusal = LinkAuthorization.refusalToLeave(
                session, realm, user, asked.signIn(), settings.maxAuthAge(), clock.instant());
        if (refusal.isPresent()) {
            refuse(refusal.get(), Phase.LEAVE, null);
        } else {
            context.challenge(ProviderRoundTrip.leave(session, authSession, user, settings.idpAlias(), chooseAccount));
        }
    }

    private void confirm() {
        String number = context.getHttpRequest().getDecodedFormParameters().getFirst("proof");
        Optional<PendingIdentity> proof = PendingIdentity.pending(session, authSession, user, settings.idpAlias())
                .filter(pending -> pending.number().equals(number));
        if (proof.isEmpty()) {
            fail(UserMessage.EXPIRED, Phase.CONFIRM);
            return;
        }
        if (proof.get().isExpired(clock.instant())) {
            ProviderRoundTrip.forget(authSession);
            fail(UserMessage.EXPIRED, Phase.CONFIRM);
            return;
        }
        UpstreamIdentity upstream = proof.get().identity();
        Outcome outcome = new Linker(session, realm, settings)
                .link(
                        user,
                        authSession,
                        asked.signIn(),
                        proof.get(),
                        asked.ownWish(),
                        context.getEvent(),
                        clock.instant());
        if (outcome instanceof AlreadyConnected) {
            // A new request sees what this one may not; it comes to arrive(), or to a login that goes on.
            context.challenge(ProviderRoundTrip.back(session, authSession));
        } else if (outcome instanceof Busy) {
            written(LinkError.SIGN_IN_FAILED, Phase.CONFIRM, upstream.username())
                    .worded(UserMessage.BUSY)
                    .noteIn(authSession);
            showPage();
        } else if (outcome instanceof RolledBack) {
            written(LinkError.SIGN_IN_FAILED, Phase.CONFIRM, upstream.username())
                    .worded(UserMessage.BUSY)
                    .noteAfterRollback(session, authSession);
            context.challenge(ProviderRoundTrip.back(session, authSession));
        } else {
            // It was decided: the proof is used up.
            ProviderRoundTrip.forget(authSession);
            if (outcome instanceof Refused refused) {
                refuse(refused.error(), Phase.CONFIRM, upstream.username());
            } else if (outcome instanceof AnotherConnected another) {
                new ConcurrentConnection(context, clock).tell(upstream, another.name(), Phase.CONFIRM);
            } else {
                followLogin(proof.get());
                finish();
            }
        }
    }

    /**
     * Has the provider's post login flow follow a login that required to connect, as it follows a first login that
     * connects. It does not follow if the user began to connect, see IdentityBrokerService.performAccountLinking.
     */
    private void followLogin(PendingIdentity proof) {
        if (!asked.isOwnWishAlone()) {
            PostLoginFlow.require(session, authSession, proof);
        }
    }

    private void finish() {
        Optional<Response> elsewhere =
                LinkingStart.of(authSession).flatMap(start -> start.end(authSession, KcActionStatus.SUCCESS));
        if (elsewhere.isPresent()) {
            context.challenge(elsewhere.get());
        } else {
            context.success();
        }
    }

    /** Only who wished to connect, and need not, may give up. */
    private void giveUp() {
        if (!asked.isOwnWishAlone()) {
            showPage();
            return;
        }
        ConnectMagentoAction.giveUp(context);
    }

    private void later() {
        if (!(asked.decision() instanceof Remind remind)) {
            fail(UserMessage.TOO_LATE, Phase.LATER);
        } else if (!remind.postponable()) {
            fail(UserMessage.NO_SNOOZES_LEFT, Phase.LATER);
        } else {
            Instant now = clock.instant();
            new AskRecord(user, session, realm)
                    .snoozed(now, settings.snooze(), settings.schedule().zone());
            LoginEvaluator.letPass(authSession);
            ConnectMagentoAction.endWithout(context, KcActionStatus.CANCELLED);
        }
    }

    /** For a button that the page offered once and does not any more. */
    private void fail(String words, Phase phase) {
        written(LinkError.SIGN_IN_FAILED, phase, null).worded(words).noteIn(authSession);
        showPage();
    }

    private void refuse(LinkError error, Phase phase, String upstreamUsername) {
        written(error, phase, upstreamUsername).noteIn(authSession);
        showPage();
    }

    private UserMessage written(LinkError error, Phase phase, String upstreamUsername) {
        String reference = LinkEvents.error(
                context.getEvent(),
                EventType.FEDERATED_IDENTITY_LINK,
                error,
                phase,
                settings.idpAlias(),
                upstreamUsername);
        return UserMessage.of(error, reference);
    }

    private void showPage() {
        context.challenge(new ConnectPage(context, clock).show(asked));
    }
}
