package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.broker.LinkEvents;
import cloud.magento.accounts.link.broker.ProviderState;
import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.EventType;

/** Tells the admin that connected users cannot be sent to the provider. */
final class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class);

    private Outage() {}

    /** Tells it in the log and in an event; the answer is the event's reference. */
    static String report(AuthenticationFlowContext context, LinkSettings settings) {
        LOG.warnf(
                "Realm %s: connected users cannot be sent to the provider %s, whose state is %s",
                context.getRealm().getName(),
                settings.idpAlias(),
                ProviderState.of(context.getSession(), settings.idpAlias()));
        return LinkEvents.error(
                context.getEvent().clone().user(context.getUser()),
                EventType.IDENTITY_PROVIDER_LOGIN,
                LinkError.LINK_MISCONFIGURED,
                LinkEvents.Phase.PRIMARY_LOGIN,
                settings.idpAlias());
    }
}
