package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.SessionAction;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.view.FormStep;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.EventType;

/** Handles the form of an admin who impersonates the user. The admin can continue, but cannot decide for the user. */
final class ImpersonatedFormHandler {

    private final RequiredActionContext context;
    private final LoginContext login;
    private final Impersonated state;

    ImpersonatedFormHandler(RequiredActionContext context, LoginContext login, Impersonated state) {
        this.context = context;
        this.login = login;
        this.state = state;
    }

    void handle(FormStep step) {
        if (step == FormStep.LEAVE) {
            SessionAction.skip(login.authSession());
            ActionEnd.notConnected(context, KcActionStatus.CANCELLED);
            return;
        }
        String reference = LinkEvents.writeError(
                context.getEvent().clone().event(EventType.FEDERATED_IDENTITY_LINK),
                LinkError.IMPERSONATION,
                Phase.LEAVE,
                state.settings().idpAlias());
        UserMessage.of(LinkError.IMPERSONATION, reference).noteIn(login.authSession());
        context.challenge(new ConnectPage(context, login).show(state));
    }
}
