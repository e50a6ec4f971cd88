package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.login.LoginEvaluator;
import cloud.magento.accounts.link.login.LoginState.Impersonated;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.UserMessage;
import java.time.InstantSource;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.EventType;

/** An admin who acts as the user may go on, and nothing else: what belongs to the user is not theirs to decide. */
final class ImpersonatedFormHandler {

    private final RequiredActionContext context;
    private final InstantSource clock;
    private final Impersonated standing;

    ImpersonatedFormHandler(RequiredActionContext context, InstantSource clock, Impersonated standing) {
        this.context = context;
        this.clock = clock;
        this.standing = standing;
    }

    void take(FormStep step) {
        if (step == FormStep.LEAVE) {
            LoginEvaluator.letPass(context.getAuthenticationSession());
            ConnectMagentoAction.endWithout(context, KcActionStatus.CANCELLED);
            return;
        }
        String reference = LinkEvents.error(
                context.getEvent(),
                EventType.FEDERATED_IDENTITY_LINK,
                LinkError.IMPERSONATION,
                LinkEvents.Phase.LEAVE,
                standing.settings().idpAlias());
        UserMessage.of(LinkError.IMPERSONATION, reference).noteIn(context.getAuthenticationSession());
        context.challenge(new ConnectPage(context, clock).show(standing));
    }
}
