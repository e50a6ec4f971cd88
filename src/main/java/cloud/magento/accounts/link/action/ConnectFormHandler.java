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
import cloud.magento.accounts.link.link.Linker.Outcome.RolledBack;
import cloud.magento.accounts.link.login.LoginState.Asked;
import cloud.magento.accounts.link.login.Reauthentication;
import cloud.magento.accounts.link.login.SessionAction;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.user.AskRecord;
import cloud.magento.accounts.link.user.StoredLinks;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Handles the form of a user who is prompted to connect, and their return from the provider. */
final class ConnectFormHandler {

    private final RequiredActionContext context;
    private final InstantSource clock;
    private final LoginContext login;
    private final AuthenticationSessionModel authSession;
    private final Asked asked;
    private final LinkSettings settings;
    private final Linker linker;

    ConnectFormHandler(RequiredActionContext context, InstantSource clock, Asked asked) {
        this.context = context;
        this.clock = clock;
        this.login = LoginContext.of(context, clock);
        this.authSession = login.authSession();
        this.asked = asked;
        this.settings = asked.settings();
        this.linker = new Linker(login, settings);
    }

    /** Shows the page. A user who returned with an account that cannot be connected sees the reason first. */
    void arrive() {
        Optional<PendingIdentity> arrived = PendingIdentity.of(login, settings.idpAlias());
        if (arrived.filter(pending -> pending.isExpired(login.now())).isPresent()) {
            ProviderRoundTrip.forget(authSession);
            fail(UserMessage.EXPIRED, Phase.RETURN);
            return;
        }
        if (arrived.filter(this::isConnectedAlready).isPresent()) {
            SignedInAccount.note(authSession, arrived.get().identity().linkTo(settings.idpAlias()));
            requirePostLoginFlow(arrived.get());
            ProviderRoundTrip.forget(authSession);
            finish();
            return;
        }
        Optional<LinkError> objection =
                arrived.flatMap(pending -> staleStart().or(() -> linker.objectionTo(pending.identity())));
        if (objection.isPresent()) {
            ProviderRoundTrip.forget(authSession);
            refuse(objection.get(), Phase.RETURN, Optional.of(arrived.get().identity()));
        } else {
            showPage();
        }
    }

    /** A user who returned with the account that is connected has nothing to confirm. */
    private boolean isConnectedAlready(PendingIdentity pending) {
        return StoredLinks.readAndCorrectCache(login.subject(), settings.idpAlias())
                .filter(current -> current.getUserId().equals(pending.identity().id()))
                .isPresent();
    }

    /** Keycloak's own linking leaves for the provider without a check of the sign-in's age. */
    private Optional<LinkError> staleStart() {
        return LinkingStart.leftAt(authSession).filter(asked::isStale).map(left -> LinkError.REAUTHENTICATION_REQUIRED);
    }

    void handle(FormStep step) {
        switch (step) {
            case CONNECT -> leave(false);
            case SWITCH -> leave(true);
            case CONFIRM -> confirm();
            case LATER -> later();
            case REAUTHENTICATE -> context.challenge(Reauthentication.start(login.session(), authSession));
            case LEAVE -> cancel();
            case UNKNOWN -> showPage();
        }
    }

    private void leave(boolean chooseAccount) {
        Optional<LinkError> refusal =
                LinkAuthorization.refusalToLeave(login.subject(), asked.signIn(), settings.maxAuthAge());
        if (refusal.isPresent()) {
            refuse(refusal.get(), Phase.LEAVE, Optional.empty());
        } else {
            context.challenge(ProviderRoundTrip.leave(login, settings.idpAlias(), chooseAccount));
        }
    }

    private void confirm() {
        String number = context.getHttpRequest().getDecodedFormParameters().getFirst("proof");
        Optional<PendingIdentity> pending = PendingIdentity.of(login, settings.idpAlias())
                .filter(arrived -> arrived.number().equals(number));
        if (pending.isEmpty()) {
            fail(UserMessage.EXPIRED, Phase.CONFIRM);
        } else if (pending.get().isExpired(login.now())) {
            ProviderRoundTrip.forget(authSession);
            fail(UserMessage.EXPIRED, Phase.CONFIRM);
        } else {
            answer(pending.get(), linker.link(asked.signIn(), pending.get(), asked.selfService(), context.getEvent()));
        }
    }

    private void answer(PendingIdentity pending, Outcome outcome) {
        UpstreamIdentity upstream = pending.identity();
        if (outcome instanceof AlreadyConnected) {
            // A new request sees what this one may not see.
            context.challenge(ProviderRoundTrip.back(login.session(), authSession));
        } else if (outcome instanceof Busy) {
            write(LinkError.SIGN_IN_FAILED, Phase.CONFIRM, Optional.of(upstream))
                    .withKey(UserMessage.BUSY)
                    .noteIn(authSession);
            showPage();
        } else if (outcome instanceof RolledBack) {
            write(LinkError.SIGN_IN_FAILED, Phase.CONFIRM, Optional.of(upstream))
                    .withKey(UserMessage.BUSY)
                    .noteAfterRollback(login.session(), authSession);
            context.challenge(ProviderRoundTrip.back(login.session(), authSession));
        } else {
            // It was decided, so the pending identity is used up.
            ProviderRoundTrip.forget(authSession);
            if (outcome instanceof Outcome.Refused refused) {
                refuse(refused.error(), Phase.CONFIRM, Optional.of(upstream));
            } else if (outcome instanceof AnotherConnected another) {
                new ConcurrentConnection(context, clock).tell(upstream, another.name(), Phase.CONFIRM);
            } else {
                requirePostLoginFlow(pending);
                finish();
            }
        }
    }

    /**
     * Requires the provider's post login flow after a login that required the user to connect, as it follows a first
     * login that connects. It does not follow if the user started to connect, see
     * IdentityBrokerService.performAccountLinking.
     */
    private void requirePostLoginFlow(PendingIdentity pending) {
        if (!asked.isOptional()) {
            PostLoginFlow.require(login.session(), authSession, pending);
        }
    }

    private void finish() {
        LinkingStart.of(authSession)
                .flatMap(start -> start.end(authSession, KcActionStatus.SUCCESS))
                .ifPresentOrElse(context::challenge, context::success);
    }

    private void later() {
        if (!(asked.decision() instanceof Remind remind)) {
            fail(UserMessage.TOO_LATE, Phase.LATER);
        } else if (!remind.postponable()) {
            fail(UserMessage.NO_SNOOZES_LEFT, Phase.LATER);
        } else {
            new AskRecord(login.subject())
                    .snoozed(login.now(), settings.snooze(), settings.schedule().zone());
            SessionAction.skip(authSession);
            ConnectMagentoAction.endWithout(context, KcActionStatus.CANCELLED);
        }
    }

    /** Only a user who started to connect, and need not, can cancel. */
    private void cancel() {
        if (asked.isOptional()) {
            ConnectMagentoAction.cancel(context);
        } else {
            showPage();
        }
    }

    /** Answers a button that the page showed before and does not show any more. */
    private void fail(String messageKey, Phase phase) {
        write(LinkError.SIGN_IN_FAILED, phase, Optional.empty())
                .withKey(messageKey)
                .noteIn(authSession);
        showPage();
    }

    private void refuse(LinkError error, Phase phase, Optional<UpstreamIdentity> upstream) {
        write(error, phase, upstream).noteIn(authSession);
        showPage();
    }

    private UserMessage write(LinkError error, Phase phase, Optional<UpstreamIdentity> upstream) {
        EventBuilder event = context.getEvent()
                .clone()
                .event(EventType.FEDERATED_IDENTITY_LINK)
                .detail(
                        Details.IDENTITY_PROVIDER_USERNAME,
                        upstream.map(UpstreamIdentity::username).orElse(null));
        return UserMessage.of(error, LinkEvents.error(event, error, phase, settings.idpAlias()));
    }

    private void showPage() {
        context.challenge(new ConnectPage(context, clock).show(asked));
    }
}
