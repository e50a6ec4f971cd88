package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.view.AccountView;
import cloud.magento.accounts.link.view.ConnectTemplate;
import cloud.magento.accounts.link.view.ConnectView;
import cloud.magento.accounts.link.view.ConnectView.State;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Sends a connected user, who came by password or another way, to the provider to finish. */
final class PrimaryLoginHandler {

    private final AuthenticationFlowContext context;
    private final LinkSettings settings;
    private final Optional<String> outage;
    private final KeycloakSession session;
    private final AuthenticationSessionModel authSession;

    PrimaryLoginHandler(AuthenticationFlowContext context, ParsedSettings parsed) {
        this.context = context;
        this.settings = parsed.readable();
        this.outage = ProviderStatus.outage(parsed, context.getSession(), context.getRealm());
        this.session = context.getSession();
        this.authSession = context.getAuthenticationSession();
    }

    /** The first time straight to the provider; from then on the page says what happened and what to do. */
    void go() {
        if (outage.isPresent()) {
            withoutProvider(outage.get());
            return;
        }
        Optional<PendingIdentity> proof =
                PendingIdentity.pending(session, authSession, context.getUser(), settings.idpAlias());
        if (proof.filter(arrived -> arrived.isExpired(KeycloakClock.INSTANCE.instant()))
                .isPresent()) {
            reject(proof.get(), LinkError.SIGN_IN_FAILED)
                    .worded(UserMessage.EXPIRED)
                    .noteIn(authSession);
            show(State.PRIMARY);
        } else if (proof.isPresent()) {
            finish(proof.get());
        } else if (ProviderRoundTrip.hasLeft(authSession)) {
            show(State.PRIMARY);
        } else {
            leave(false);
        }
    }

    /** What the user chose on the page. */
    void take(String step) {
        if (outage.isPresent()) {
            withoutProvider(outage.get());
        } else if ("connect".equals(step) || "switch".equals(step)) {
            leave("switch".equals(step));
        } else {
            show(State.PRIMARY);
        }
    }

    private void leave(boolean chooseAccount) {
        context.challenge(
                ProviderRoundTrip.leave(session, authSession, context.getUser(), settings.idpAlias(), chooseAccount));
    }

    private void finish(PendingIdentity proof) {
        if (PrimaryLogin.finish(
                session, context.getRealm(), context.getUser(), authSession, proof, settings, context.getEvent())) {
            ProviderRoundTrip.forget(authSession);
            context.success();
            return;
        }
        reject(proof, LinkError.PRIMARY_LOGIN_REQUIRED).noteIn(authSession);
        show(State.PRIMARY);
    }

    /** The session that went away stays noted: the page, not the provider, comes next. */
    private UserMessage reject(PendingIdentity proof, LinkError error) {
        PendingIdentity.discard(authSession);
        return UserMessage.of(
                error,
                LinkEvents.error(
                        event(),
                        EventType.IDENTITY_PROVIDER_LOGIN,
                        error,
                        Phase.PRIMARY_LOGIN,
                        settings.idpAlias(),
                        proof.identity().username()));
    }

    private EventBuilder event() {
        return context.getEvent().clone().user(context.getUser());
    }

    private void withoutProvider(String problem) {
        String reference = LinkEvents.outageOnce(
                authSession, event().event(EventType.IDENTITY_PROVIDER_LOGIN), Phase.PRIMARY_LOGIN, settings, problem);
        if (settings.whenUnavailable() == WhenUnavailable.ALLOW) {
            context.success();
        } else {
            UserMessage.of(LinkError.LINK_MISCONFIGURED, reference).noteIn(authSession);
            show(State.UNAVAILABLE);
        }
    }

    private void show(State state) {
        ConnectView view = new ConnectView(state, ProviderStatus.displayName(session, settings.idpAlias()))
                .withAccount(AccountView.of(context.getUser()))
                .withSupportUrl(settings.supportLink());
        context.challenge(ConnectTemplate.render(context.form(), view, UserMessage.take(authSession)));
    }
}
