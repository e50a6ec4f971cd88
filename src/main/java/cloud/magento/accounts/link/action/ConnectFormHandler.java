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
import cloud.magento.accounts.link.link.UpstreamAccountCheck;
import cloud.magento.accounts.link.login.LoginState.Prompted;
import cloud.magento.accounts.link.login.Reauthentication;
import cloud.magento.accounts.link.login.SessionAction;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.user.AskRecord;
import cloud.magento.accounts.link.user.StoredLinks;
import cloud.magento.accounts.link.view.FormStep;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Handles the page of a user who is prompted to connect: its form, and the return from the provider. */
final class ConnectFormHandler {

    /** The form field that has the number of the pending identity to confirm. */
    private static final String NUMBER_FIELD = "proof";

    private final RequiredActionContext context;
    private final LoginContext login;
    private final AuthenticationSessionModel authSession;
    private final Prompted prompted;
    private final LinkSettings settings;
    private final Linker linker;

    ConnectFormHandler(RequiredActionContext context, LoginContext login, Prompted prompted) {
        this.context = context;
        this.login = login;
        this.authSession = login.authSession();
        this.prompted = prompted;
        this.settings = prompted.settings();
        this.linker = new Linker(login, settings);
    }

    /**
     * Shows the page. If the user returned with an account that cannot be connected, it shows the reason. If the app's
     * button has asked the user already, the user leaves for the provider.
     */
    void start() {
        Optional<PendingIdentity> pending = PendingIdentity.of(login, settings.idpAlias());
        boolean withoutPage = LinkingStart.useWithoutPage(authSession);
        if (pending.isPresent()) {
            handleReturn(pending.get());
        } else if (withoutPage && prompted.isOptional() && refusalToLeave().isEmpty()) {
            context.challenge(ProviderRoundTrip.leave(login, settings.idpAlias(), false));
        } else {
            showPage();
        }
    }

    private void handleReturn(PendingIdentity pending) {
        UpstreamIdentity upstream = pending.identity();
        if (pending.isExpired(login.now())) {
            ProviderRoundTrip.cancel(authSession);
            fail(UserMessage.EXPIRED, Phase.RETURN);
            return;
        }
        if (isAlreadyConnected(upstream)) {
            SignedInAccount.note(authSession, upstream.linkTo(settings.idpAlias()));
            requirePostLoginFlow(pending);
            ProviderRoundTrip.cancel(authSession);
            ActionEnd.connected(context);
            return;
        }
        Optional<LinkError> objection =
                staleStart().or(() -> UpstreamAccountCheck.refusal(login.subject(), settings, upstream));
        if (objection.isPresent()) {
            ProviderRoundTrip.cancel(authSession);
            rejectAccount(upstream, objection.get(), Phase.RETURN);
        } else {
            showPage();
        }
    }

    /** Whether there is nothing to confirm: the user returned with the connected account. */
    private boolean isAlreadyConnected(UpstreamIdentity upstream) {
        return StoredLinks.readAndCorrectCache(login.subject(), settings.idpAlias())
                .filter(connected -> connected.getUserId().equals(upstream.id()))
                .isPresent();
    }

    /** Checks the age of a sign-in that Keycloak's own linking does not check before it leaves for the provider. */
    private Optional<LinkError> staleStart() {
        return LinkingStart.leftAt(authSession)
                .filter(prompted::isStale)
                .map(left -> LinkError.REAUTHENTICATION_REQUIRED);
    }

    void handle(FormStep step) {
        switch (step) {
            case CONNECT -> leave(false);
            case SWITCH -> leave(true);
            case CONFIRM -> confirm();
            case LATER -> postpone();
            case REAUTHENTICATE -> context.challenge(Reauthentication.start(login.session(), authSession));
            case LEAVE -> cancel();
            // ConnectMagentoAction has handled SIGN_OUT.
            case SIGN_OUT, UNKNOWN -> showPage();
        }
    }

    private void leave(boolean chooseAccount) {
        Optional<LinkError> refusal = refusalToLeave();
        if (refusal.isPresent()) {
            report(event(), refusal.get(), Phase.LEAVE).noteIn(authSession);
            showPage();
        } else {
            context.challenge(ProviderRoundTrip.leave(login, settings.idpAlias(), chooseAccount));
        }
    }

    private Optional<LinkError> refusalToLeave() {
        return LinkAuthorization.refusalToLeave(login.subject(), prompted.signIn(), settings.maxAuthAge());
    }

    private void confirm() {
        String number = context.getHttpRequest().getDecodedFormParameters().getFirst(NUMBER_FIELD);
        Optional<PendingIdentity> pending = PendingIdentity.of(login, settings.idpAlias())
                .filter(returned -> returned.number().equals(number));
        if (pending.isEmpty()) {
            fail(UserMessage.EXPIRED, Phase.CONFIRM);
        } else if (pending.get().isExpired(login.now())) {
            ProviderRoundTrip.cancel(authSession);
            fail(UserMessage.EXPIRED, Phase.CONFIRM);
        } else {
            finish(
                    pending.get(),
                    linker.link(prompted.signIn(), pending.get(), prompted.canReplace(), context.getEvent()));
        }
    }

    private void finish(PendingIdentity pending, Outcome outcome) {
        UpstreamIdentity upstream = pending.identity();
        if (outcome instanceof AlreadyConnected) {
            // This transaction may not see the link that another request has just written. A new request does.
            context.challenge(ProviderRoundTrip.back(login.session(), authSession));
        } else if (outcome instanceof Busy) {
            report(event(upstream), LinkError.SIGN_IN_FAILED, Phase.CONFIRM)
                    .withKey(UserMessage.BUSY)
                    .noteIn(authSession);
            showPage();
        } else if (outcome instanceof RolledBack) {
            report(event(upstream), LinkError.SIGN_IN_FAILED, Phase.CONFIRM)
                    .withKey(UserMessage.BUSY)
                    .noteAfterRollback(login.session(), authSession);
            context.challenge(ProviderRoundTrip.back(login.session(), authSession));
        } else {
            // The outcome is final, so the pending identity is used up.
            ProviderRoundTrip.cancel(authSession);
            if (outcome instanceof Outcome.Refused refused) {
                rejectAccount(upstream, refused.error(), Phase.CONFIRM);
            } else if (outcome instanceof AnotherConnected another) {
                new ConcurrentConnection(context, login).show(upstream, another.name(), Phase.CONFIRM);
            } else {
                requirePostLoginFlow(pending);
                ActionEnd.connected(context);
            }
        }
    }

    /**
     * Requires the provider's post login flow after a login that required the user to connect, as it follows a first
     * login that connects. It does not follow if the user started to connect, see
     * IdentityBrokerService.performAccountLinking.
     */
    private void requirePostLoginFlow(PendingIdentity pending) {
        if (!prompted.isOptional()) {
            PostLoginFlow.require(login.session(), authSession, pending);
        }
    }

    private void postpone() {
        if (!(prompted.decision() instanceof Remind remind)) {
            fail(UserMessage.TOO_LATE, Phase.LATER);
        } else if (!remind.postponable()) {
            fail(UserMessage.NO_SNOOZES_LEFT, Phase.LATER);
        } else {
            new AskRecord(login.subject())
                    .recordSnooze(
                            login.now(), settings.snooze(), settings.schedule().zone());
            AfterCompletion.ifCommitted(
                    login.session(), () -> LinkMetrics.countNotNow(login.realm().getName()));
            SessionAction.skip(authSession);
            ActionEnd.notConnected(context, KcActionStatus.CANCELLED);
        }
    }

    private void cancel() {
        if (prompted.isOptional()) {
            ActionEnd.cancelled(context);
        } else {
            showPage();
        }
    }

    /** Answers a button of a page that is out of date. */
    private void fail(String messageKey, Phase phase) {
        report(event(), LinkError.SIGN_IN_FAILED, phase).withKey(messageKey).noteIn(authSession);
        showPage();
    }

    private void rejectAccount(UpstreamIdentity upstream, LinkError error, Phase phase) {
        UserMessage message = report(event(upstream), error, phase);
        (message.isAboutAccount() ? message.about(upstream.label()) : message).noteIn(authSession);
        showPage();
    }

    private UserMessage report(EventBuilder event, LinkError error, Phase phase) {
        return UserMessage.of(error, LinkEvents.writeError(event, error, phase, settings.idpAlias()));
    }

    private EventBuilder event(UpstreamIdentity upstream) {
        return event().detail(Details.IDENTITY_PROVIDER_USERNAME, upstream.username());
    }

    private EventBuilder event() {
        return context.getEvent().clone().event(EventType.FEDERATED_IDENTITY_LINK);
    }

    private void showPage() {
        context.challenge(new ConnectPage(context, login).show(prompted));
    }
}
