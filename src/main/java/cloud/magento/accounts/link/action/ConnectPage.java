package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.link.LinkAuthorization;
import cloud.magento.accounts.link.login.LoginReporter;
import cloud.magento.accounts.link.login.LoginState;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.LoginState.Prompted;
import cloud.magento.accounts.link.login.LoginState.Refused;
import cloud.magento.accounts.link.login.LoginState.Unavailable;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.ConnectedAccount;
import cloud.magento.accounts.link.view.ConnectTemplate;
import cloud.magento.accounts.link.view.ConnectView;
import cloud.magento.accounts.link.view.ConnectView.State;
import cloud.magento.accounts.link.view.Reminder;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;

/** Shows the page for a state of the login. */
final class ConnectPage {

    private final RequiredActionContext context;
    private final LoginContext login;

    ConnectPage(RequiredActionContext context, LoginContext login) {
        this.context = context;
        this.login = login;
    }

    /**
     * Shows the page for a state.
     *
     * @throws IllegalStateException if the login continues without a page
     */
    Response show(LoginState state) {
        if (state instanceof Prompted prompted) {
            return render(viewOf(prompted).withCanContinue(prompted.isOptional()));
        }
        if (state instanceof Impersonated impersonated) {
            return render(viewWithConnected(State.IMPERSONATION, impersonated.settings())
                    .withCanContinue(true));
        }
        if (state instanceof Refused refused) {
            return render(viewWithConnected(State.REFUSED, refused.settings())
                    .withReference(
                            LoginReporter.refusalReference(login.authSession()).orElse(""))
                    .withCanContinue(true));
        }
        if (state instanceof Unavailable unavailable) {
            return render(viewWithConnected(State.UNAVAILABLE, unavailable.settings())
                    .withReference(
                            LinkEvents.outageReference(login.authSession()).orElse(""))
                    .withCanContinue(unavailable.canContinue()));
        }
        throw new IllegalStateException("There is no page for " + state);
    }

    /** Shows which account is connected, to a user who has just confirmed another one. */
    Response showConnected(LinkSettings settings, String name) {
        return render(view(State.CONNECTED, settings).withConnected(name).withCanContinue(true));
    }

    private ConnectView viewOf(Prompted prompted) {
        LinkSettings settings = prompted.settings();
        Optional<PendingIdentity> pending =
                PendingIdentity.of(login, settings.idpAlias()).filter(returned -> !returned.isExpired(login.now()));
        if (LinkAuthorization.refusalToWrite(login.subject(), prompted.signIn()).isPresent()
                || prompted.isStale(login.now()) && pending.isEmpty()) {
            return viewWithConnected(State.REAUTHENTICATE, settings);
        }
        return pending.map(returned -> confirmationOf(returned, settings)).orElseGet(() -> promptOf(prompted));
    }

    private ConnectView confirmationOf(PendingIdentity pending, LinkSettings settings) {
        return viewWithConnected(State.CONFIRM, settings).withPending(pending, login.user(), settings.emailPolicy());
    }

    private ConnectView promptOf(Prompted prompted) {
        return viewWithConnected(State.ASK, prompted.settings())
                .withReminder(Reminder.of(
                        prompted.shown(),
                        prompted.settings(),
                        login.session().getContext().resolveLocale(login.user())));
    }

    /**
     * A view that names the connected account, if there is one. Such a user wants another account: the page leaves for
     * the provider to choose one only, and a user who cancels keeps the connection.
     */
    private ConnectView viewWithConnected(State state, LinkSettings settings) {
        ConnectView view = view(state, settings);
        return ConnectedAccount.linkOf(login.subject(), settings)
                .map(ConnectedAccount::nameOf)
                .map(view::withConnected)
                .orElse(view);
    }

    private ConnectView view(State state, LinkSettings settings) {
        return new ConnectView(state, login, settings);
    }

    private Response render(ConnectView view) {
        return ConnectTemplate.render(context.form(), view, login.authSession());
    }
}
