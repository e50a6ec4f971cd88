package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.action.Standing.Impersonated;
import cloud.magento.accounts.link.broker.LinkEvents;
import cloud.magento.accounts.link.broker.Mishap;
import cloud.magento.accounts.link.policy.LinkError;
import java.time.InstantSource;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.events.EventType;

/** An admin who acts as the user may go on, and nothing else: what belongs to the user is not theirs to decide. */
final class ImpersonatedSteps {

    private final RequiredActionContext context;
    private final InstantSource clock;
    private final Impersonated standing;

    ImpersonatedSteps(RequiredActionContext context, InstantSource clock, Impersonated standing) {
        this.context = context;
        this.clock = clock;
        this.standing = standing;
    }

    void take(Step step) {
        if (step == Step.LEAVE) {
            Assessor.letPass(context.getAuthenticationSession());
            ConnectMagentoAction.endWithout(context, KcActionStatus.CANCELLED);
            return;
        }
        String reference = LinkEvents.error(
                context.getEvent(),
                EventType.FEDERATED_IDENTITY_LINK,
                LinkError.IMPERSONATION,
                LinkEvents.Phase.LEAVE,
                standing.settings().idpAlias());
        Mishap.of(LinkError.IMPERSONATION, reference).noteIn(context.getAuthenticationSession());
        context.challenge(new ConnectPage(context, clock).show(standing));
    }
}
