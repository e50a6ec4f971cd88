package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.broker.LinkEvents;
import cloud.magento.accounts.link.broker.LinkEvents.Phase;
import cloud.magento.accounts.link.broker.Mishap;
import cloud.magento.accounts.link.broker.PrimarySignIn;
import cloud.magento.accounts.link.broker.Proof;
import cloud.magento.accounts.link.broker.ProviderState;
import cloud.magento.accounts.link.broker.UpstreamSignIn;
import cloud.magento.accounts.link.page.ConnectTemplate;
import cloud.magento.accounts.link.page.ConnectView;
import cloud.magento.accounts.link.page.ConnectView.State;
import cloud.magento.accounts.link.page.People;
import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.ParsedSettings;
import cloud.magento.accounts.link.settings.WhenUnavailable;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.common.util.Time;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Sends a connected user, who came by password or another way, to the provider to finish. */
final class PrimaryLogin {

    private final AuthenticationFlowContext context;
    private final LinkSettings settings;
    private final Optional<String> outage;
    private final KeycloakSession session;
    private final AuthenticationSessionModel authSession;

    PrimaryLogin(AuthenticationFlowContext context, ParsedSettings parsed) {
        this.context = context;
        this.settings = parsed.readable();
        this.outage = ProviderState.outage(parsed, context.getSession(), context.getRealm());
        this.session = context.getSession();
        this.authSession = context.getAuthenticationSession();
    }

    /** The first time straight to the provider; from then on the page says what happened and what to do. */
    void go() {
        if (outage.isPresent()) {
            withoutProvider(outage.get());
            return;
        }
        Optional<Proof> proof = Proof.pending(session, authSession, context.getUser(), settings.idpAlias());
        if (proof.filter(arrived -> arrived.isExpired(Instant.ofEpochMilli(Time.currentTimeMillis())))
                .isPresent()) {
            reject(proof.get(), LinkError.SIGN_IN_FAILED).worded(Mishap.EXPIRED).noteIn(authSession);
            show(State.PRIMARY);
        } else if (proof.isPresent()) {
            finish(proof.get());
        } else if (UpstreamSignIn.hasLeft(authSession)) {
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
                UpstreamSignIn.leave(session, authSession, context.getUser(), settings.idpAlias(), chooseAccount));
    }

    private void finish(Proof proof) {
        if (PrimarySignIn.finish(
                session, context.getRealm(), context.getUser(), authSession, proof, settings, context.getEvent())) {
            UpstreamSignIn.forget(authSession);
            context.success();
            return;
        }
        reject(proof, LinkError.PRIMARY_LOGIN_REQUIRED).noteIn(authSession);
        show(State.PRIMARY);
    }

    /** The session that went away stays noted: the page, not the provider, comes next. */
    private Mishap reject(Proof proof, LinkError error) {
        Proof.discard(authSession);
        return Mishap.of(
                error,
                LinkEvents.error(
                        event(),
                        EventType.IDENTITY_PROVIDER_LOGIN,
                        error,
                        Phase.PRIMARY_LOGIN,
                        settings.idpAlias(),
                        proof.identity()));
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
            Mishap.of(LinkError.LINK_MISCONFIGURED, reference).noteIn(authSession);
            show(State.UNAVAILABLE);
        }
    }

    private void show(State state) {
        ConnectView view = new ConnectView(state, ProviderState.displayName(session, settings.idpAlias()))
                .withAccount(People.of(context.getUser()))
                .withSupportUrl(settings.supportLink());
        context.challenge(ConnectTemplate.render(context.form(), view, Mishap.take(authSession)));
    }
}
