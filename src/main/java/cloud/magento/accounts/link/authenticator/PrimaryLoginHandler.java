package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.user.ConnectedAccount;
import cloud.magento.accounts.link.view.ConnectTemplate;
import cloud.magento.accounts.link.view.ConnectView;
import cloud.magento.accounts.link.view.ConnectView.State;
import cloud.magento.accounts.link.view.FormStep;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;

/** Sends a connected user, who signed in by password or in another way, to the provider to finish the sign-in. */
final class PrimaryLoginHandler {

    private final AuthenticationFlowContext context;
    private final LoginContext login;
    private final ParsedSettings parsed;
    private final LinkSettings settings;

    PrimaryLoginHandler(AuthenticationFlowContext context, ParsedSettings parsed) {
        this.context = context;
        this.login = LoginContext.of(context);
        this.parsed = parsed;
        this.settings = parsed.readable();
    }

    /** Goes to the provider the first time. After that the page shows what happened and what to do. */
    void start() {
        unlessUnavailable(this::leaveOrFinish);
    }

    /** Handles the form of the page. */
    void handle(FormStep step) {
        unlessUnavailable(() -> {
            switch (step) {
                case CONNECT -> leave(false);
                case SWITCH -> leave(true);
                default -> show(State.PRIMARY);
            }
        });
    }

    private void unlessUnavailable(Runnable next) {
        ProviderStatus.outage(parsed, login.session()).ifPresentOrElse(this::continueWithoutProvider, next);
    }

    private void continueWithoutProvider(String problem) {
        String reference = LinkEvents.reportOutageOnce(login, event(), Phase.PRIMARY_LOGIN, problem);
        if (settings.continuesDuringOutage()) {
            context.success();
        } else {
            UserMessage.of(LinkError.LINK_MISCONFIGURED, reference).noteIn(login.authSession());
            show(State.UNAVAILABLE);
        }
    }

    private void leaveOrFinish() {
        Optional<PendingIdentity> pending = PendingIdentity.of(login, settings.idpAlias());
        if (pending.isPresent()) {
            finish(pending.get());
        } else if (ProviderRoundTrip.hasLeft(login.authSession())) {
            show(State.PRIMARY);
        } else {
            leave(false);
        }
    }

    private void finish(PendingIdentity pending) {
        if (pending.isExpired(login.now())) {
            reject(pending, LinkError.SIGN_IN_FAILED)
                    .withKey(UserMessage.EXPIRED)
                    .noteIn(login.authSession());
            show(State.PRIMARY);
        } else if (new PrimaryLogin(login, settings).finish(pending, context.getEvent())) {
            ProviderRoundTrip.cancel(login.authSession());
            context.success();
        } else {
            reject(pending, LinkError.PRIMARY_LOGIN_REQUIRED)
                    .about(pending.identity().label())
                    .noteIn(login.authSession());
            show(State.PRIMARY);
        }
    }

    /** The note that the user has left stays: {@link #start} shows the page next, and does not leave again. */
    private UserMessage reject(PendingIdentity pending, LinkError error) {
        PendingIdentity.discard(login.authSession());
        EventBuilder event = event().detail(
                        Details.IDENTITY_PROVIDER_USERNAME, pending.identity().username());
        return UserMessage.of(error, LinkEvents.writeError(event, error, Phase.PRIMARY_LOGIN, settings.idpAlias()));
    }

    private EventBuilder event() {
        return context.getEvent()
                .clone()
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .user(login.user());
    }

    private void leave(boolean chooseAccount) {
        context.challenge(ProviderRoundTrip.leave(login, settings.idpAlias(), chooseAccount));
    }

    private void show(State state) {
        ConnectView view = new ConnectView(state, login, settings);
        ConnectedAccount.linkOf(login.subject(), settings)
                .map(FederatedIdentityModel::getUserName)
                .ifPresent(view::withExpected);
        context.challenge(ConnectTemplate.render(context.form(), view, login.authSession()));
    }
}
