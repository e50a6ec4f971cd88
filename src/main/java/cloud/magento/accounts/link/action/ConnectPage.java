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
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
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

/** Shows the page for a state of the login. */
final class ConnectPage {

    private final RequiredActionContext context;
    private final LoginContext login;

    ConnectPage(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.login = LoginContext.of(context, clock);
    }

    Response show(LoginState state) {
        if (state instanceof Asked asked) {
            return render(viewFor(asked));
        }
        if (state instanceof Impersonated impersonated) {
            return render(view(State.IMPERSONATION, impersonated.settings()).withCanContinue(true));
        }
        if (state instanceof Refused refused) {
            return render(view(State.REFUSED, refused.settings())
                    .withReference(reference(AuthNotes.REFUSED))
                    .withCanContinue(true));
        }
        if (state instanceof Unavailable unavailable) {
            return render(view(State.UNAVAILABLE, unavailable.settings())
                    .withReference(reference(AuthNotes.REPORTED))
                    .withCanContinue(unavailable.mayContinue()));
        }
        throw new IllegalStateException("There is no page for " + state);
    }

    /** Shows which account is connected, to a user who has just confirmed another one. */
    Response showConnected(LinkSettings settings, String name) {
        return render(view(State.CONNECTED, settings).withReplaces(name).withCanContinue(true));
    }

    private String reference(String note) {
        return login.authSession().getAuthNote(note);
    }

    private ConnectView viewFor(Asked asked) {
        LinkSettings settings = asked.settings();
        Optional<PendingIdentity> pending =
                PendingIdentity.of(login, settings.idpAlias()).filter(arrived -> !arrived.isExpired(login.now()));
        if (LinkAuthorization.refusalToWrite(login.subject(), asked.signIn()).isPresent()
                || asked.isStale(login.now()) && pending.isEmpty()) {
            return view(State.REAUTHENTICATE, settings).withCanContinue(asked.isOptional());
        }
        return pending.map(arrived -> confirm(asked, arrived)).orElseGet(() -> ask(asked));
    }

    private ConnectView ask(Asked asked) {
        return withConnected(view(State.ASK, asked.settings()), asked.settings())
                .withReminder(ReminderText.of(
                        asked.decision(),
                        asked.settings(),
                        login.session().getContext().resolveLocale(login.user())))
                .withCanContinue(asked.isOptional());
    }

    private ConnectView confirm(Asked asked, PendingIdentity pending) {
        LinkSettings settings = asked.settings();
        return withConnected(view(State.CONFIRM, settings), settings)
                .withUpstream(
                        AccountView.of(pending.identity()),
                        AccountView.mismatch(pending.identity(), login.user(), settings.emailPolicy()),
                        pending.number())
                .withCanContinue(asked.isOptional());
    }

    /**
     * Names the connected account, which the new one replaces. Its user wants to change it, so the provider must not
     * answer with the same account at once.
     */
    private ConnectView withConnected(ConnectView view, LinkSettings settings) {
        return Optional.ofNullable(
                        login.session().users().getFederatedIdentity(login.realm(), login.user(), settings.idpAlias()))
                .map(ConcurrentConnection::nameOf)
                .map(view::withReplaces)
                .orElse(view);
    }

    private ConnectView view(State state, LinkSettings settings) {
        return new ConnectView(state, ProviderStatus.displayName(login.session(), settings.idpAlias()))
                .withAccount(AccountView.of(login.user()))
                .withSupportUrl(settings.supportLink());
    }

    private Response render(ConnectView view) {
        return ConnectTemplate.render(context.form(), view, UserMessage.take(login.authSession()));
    }
}
