package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.view.AccountView;
import cloud.magento.accounts.link.view.ConnectTemplate;
import cloud.magento.accounts.link.view.ConnectView;
import cloud.magento.accounts.link.view.ConnectView.State;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/** Sends a connected user, who signed in by password or in another way, to the provider to finish. */
final class PrimaryLoginHandler {

    private final AuthenticationFlowContext context;
    private final LoginContext login;
    private final LinkSettings settings;
    private final Optional<String> outage;

    PrimaryLoginHandler(AuthenticationFlowContext context, ParsedSettings parsed) {
        this.context = context;
        this.login = LoginContext.of(context);
        this.settings = parsed.readable();
        this.outage = ProviderStatus.outage(parsed, context.getSession());
    }

    /** Goes to the provider the first time. After that the page shows what happened and what to do. */
    void start() {
        if (outage.isPresent()) {
            continueWithoutProvider(outage.get());
            return;
        }
        Optional<PendingIdentity> pending = PendingIdentity.of(login, settings.idpAlias());
        if (pending.filter(arrived -> arrived.isExpired(login.now())).isPresent()) {
            reject(pending.get(), LinkError.SIGN_IN_FAILED)
                    .withKey(UserMessage.EXPIRED)
                    .noteIn(login.authSession());
            show(State.PRIMARY);
        } else if (pending.isPresent()) {
            finish(pending.get());
        } else if (ProviderRoundTrip.hasLeft(login.authSession())) {
            show(State.PRIMARY);
        } else {
            leave(false);
        }
    }

    /** Handles the form of the page. */
    void handle(String step) {
        if (outage.isPresent()) {
            continueWithoutProvider(outage.get());
        } else if ("connect".equals(step) || "switch".equals(step)) {
            leave("switch".equals(step));
        } else {
            show(State.PRIMARY);
        }
    }

    private void leave(boolean chooseAccount) {
        context.challenge(ProviderRoundTrip.leave(login, settings.idpAlias(), chooseAccount));
    }

    private void finish(PendingIdentity pending) {
        if (new PrimaryLogin(login, settings).finish(pending, context.getEvent())) {
            ProviderRoundTrip.forget(login.authSession());
            context.success();
            return;
        }
        reject(pending, LinkError.PRIMARY_LOGIN_REQUIRED).noteIn(login.authSession());
        show(State.PRIMARY);
    }

    /** The session that went away stays noted: the page comes next, and not the provider. */
    private UserMessage reject(PendingIdentity pending, LinkError error) {
        PendingIdentity.discard(login.authSession());
        EventBuilder event = event().detail(
                        Details.IDENTITY_PROVIDER_USERNAME, pending.identity().username());
        return UserMessage.of(error, LinkEvents.error(event, error, Phase.PRIMARY_LOGIN, settings.idpAlias()));
    }

    private EventBuilder event() {
        return context.getEvent()
                .clone()
                .event(EventType.IDENTITY_PROVIDER_LOGIN)
                .user(login.user());
    }

    private void continueWithoutProvider(String problem) {
        String reference = LinkEvents.outageOnce(login, event(), Phase.PRIMARY_LOGIN, problem);
        if (settings.whenUnavailable() == WhenUnavailable.ALLOW) {
            context.success();
        } else {
            UserMessage.of(LinkError.LINK_MISCONFIGURED, reference).noteIn(login.authSession());
            show(State.UNAVAILABLE);
        }
    }

    private void show(State state) {
        ConnectView view = new ConnectView(state, ProviderStatus.displayName(login.session(), settings.idpAlias()))
                .withAccount(AccountView.of(login.user()))
                .withSupportUrl(settings.supportLink());
        context.challenge(ConnectTemplate.render(context.form(), view, UserMessage.take(login.authSession())));
    }
}
