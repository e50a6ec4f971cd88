package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.login.SessionAction;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.UserMessage;
import java.time.InstantSource;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.EventType;

/** Handles the form of an admin who impersonates the user: they can continue, but cannot decide for the user. */
final class ImpersonatedFormHandler {

    private final RequiredActionContext context;
    private final InstantSource clock;
    private final Impersonated state;

    ImpersonatedFormHandler(RequiredActionContext context, InstantSource clock, Impersonated state) {
        this.context = context;
        this.clock = clock;
        this.state = state;
    }

    void handle(FormStep step) {
        if (step == FormStep.LEAVE) {
            SessionAction.skip(context.getAuthenticationSession());
            ConnectMagentoAction.endWithout(context, KcActionStatus.CANCELLED);
            return;
        }
        String reference = LinkEvents.error(
                context.getEvent().clone().event(EventType.FEDERATED_IDENTITY_LINK),
                LinkError.IMPERSONATION,
                LinkEvents.Phase.LEAVE,
                state.settings().idpAlias());
        UserMessage.of(LinkError.IMPERSONATION, reference).noteIn(context.getAuthenticationSession());
        context.challenge(new ConnectPage(context, clock).show(state));
    }
}
