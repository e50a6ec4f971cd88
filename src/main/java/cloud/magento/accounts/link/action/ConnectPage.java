package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.link.LinkAuthorization;
import cloud.magento.accounts.link.login.LoginState;
import cloud.magento.accounts.link.login.LoginState.Asked;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.view.AccountView;
import cloud.magento.accounts.link.view.ConnectTemplate;
import cloud.magento.accounts.link.view.ConnectView;
import cloud.magento.accounts.link.view.ConnectView.State;
import cloud.magento.accounts.link.view.ReminderText;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Shows the page that fits where the login stands. */
final class ConnectPage {

    private final RequiredActionContext context;
    private final KeycloakSession session;
    private final UserModel user;
    private final InstantSource clock;

    ConnectPage(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.session = context.getSession();
        this.user = context.getUser();
        this.clock = clock;
    }

    Response show(LoginState standing) {
        if (standing instanceof Asked asked) {
            return render(viewFor(asked));
        }
        if (standing instanceof Impersonated impersonated) {
            return render(view(State.IMPERSONATION, impersonated.settings()).withCanContinue(true));
        }
        if (standing instanceof Refused refused) {
            return render(view(State.REFUSED, refused.settings())
                    .withReference(refused.reference())
                    .withCanContinue(true));
        }
        if (standing instanceof Unavailable broken) {
            return render(new ConnectView(State.UNAVAILABLE, ProviderStatus.displayName(session, broken.alias()))
                    .withSupportUrl(broken.supportUrl())
                    .withReference(broken.reference())
                    .withCanContinue(broken.mayContinue()));
        }
        throw new IllegalStateException("Nothing to show: the login goes on");
    }

    /** Says which account is connected, to a user who has just confirmed another one. */
    Response showConnected(LinkSettings settings, String name) {
        return render(view(State.CONNECTED, settings).withReplaces(name).withCanContinue(true));
    }

    private ConnectView viewFor(Asked asked) {
        LinkSettings settings = asked.settings();
        Optional<LinkError> refusal =
                LinkAuthorization.refusalToWrite(session, context.getRealm(), user, asked.signIn(), clock.instant());
        if (refusal.isPresent()
                || asked.isStale(clock.instant()) && proof(settings).isEmpty()) {
            return view(State.REAUTHENTICATE, settings).withCanContinue(asked.isOwnWishAlone());
        }
        return proof(settings)
                .map(proof -> confirm(asked, proof))
                .orElseGet(() -> ask(settings)
                        .withReminder(ReminderText.of(
                                asked.decision(), settings, session.getContext().resolveLocale(user)))
                        .withCanContinue(asked.isOwnWishAlone()));
    }

    /** Who is connected already came to change the account: the provider must not answer with the same one at once. */
    private ConnectView ask(LinkSettings settings) {
        ConnectView view = view(State.ASK, settings);
        return current(settings).map(view::withReplaces).orElse(view);
    }

    /** By which name the user knows the account that is connected. */
    private Optional<String> current(LinkSettings settings) {
        return Optional.ofNullable(session.users().getFederatedIdentity(context.getRealm(), user, settings.idpAlias()))
                .map(ConcurrentConnection::nameOf);
    }

    private Optional<PendingIdentity> proof(LinkSettings settings) {
        return PendingIdentity.pending(session, context.getAuthenticationSession(), user, settings.idpAlias())
                .filter(proof -> !proof.isExpired(clock.instant()));
    }

    private ConnectView confirm(Asked asked, PendingIdentity proof) {
        LinkSettings settings = asked.settings();
        ConnectView view = view(State.CONFIRM, settings)
                .withUpstream(
                        AccountView.of(proof.identity()),
                        AccountView.mismatch(proof.identity(), user, settings.emailPolicy()),
                        proof.number())
                .withCanContinue(asked.isOwnWishAlone());
        return current(settings).map(view::withReplaces).orElse(view);
    }

    private ConnectView view(State state, LinkSettings settings) {
        return new ConnectView(state, ProviderStatus.displayName(session, settings.idpAlias()))
                .withAccount(AccountView.of(user))
                .withSupportUrl(settings.supportLink());
    }

    private Response render(ConnectView view) {
        return ConnectTemplate.render(
                context.form(),
                view.withAccount(AccountView.of(user)),
                UserMessage.take(context.getAuthenticationSession()));
    }
}
