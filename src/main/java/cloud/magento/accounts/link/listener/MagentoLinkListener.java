package cloud.magento.accounts.link.listener;

import cloud.magento.accounts.link.link.SecurityChangeLog;
import cloud.magento.accounts.link.mail.AdminChange;
import cloud.magento.accounts.link.mail.FormerAddresses;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.watch.RolloutWatch;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;

/** Passes the events of one request to the parts of this extension that remember changes of users. */
final class MagentoLinkListener implements EventListenerProvider {

    private final KeycloakSession session;
    private final RolloutWatch watch;

    MagentoLinkListener(KeycloakSession session, RolloutWatch watch) {
        this.session = session;
        this.watch = watch;
    }

    @Override
    public void onEvent(Event event) {
        SecurityChangeLog.onEvent(session, event);
        FormerAddresses.onEvent(session, event);
        LinkError.of(event.getError()).ifPresent(error -> LinkMetrics.countError(event.getRealmName(), error));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        SecurityChangeLog.onEvent(session, event);
        FormerAddresses.onEvent(session, event);
        AdminChange.onEvent(session, event);
        if (isChangeOfSettings(event)) {
            AfterCompletion.ifCommitted(session, () -> watch.checkSoon(event.getRealmId()));
        }
    }

    /** Whether an admin has added, removed or changed the required action or its settings. */
    private static boolean isChangeOfSettings(AdminEvent event) {
        boolean isAction = event.getResourceType() == ResourceType.REQUIRED_ACTION
                || event.getResourceType() == ResourceType.REQUIRED_ACTION_CONFIG;
        return isAction
                && event.getError() == null
                && (event.getOperationType() == OperationType.CREATE
                        || event.getResourcePath() != null
                                && event.getResourcePath().contains(RealmSettings.ACTION_ID));
    }

    @Override
    public void close() {}
}
