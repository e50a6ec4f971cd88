package cloud.magento.accounts.link.listener;

import cloud.magento.accounts.link.link.SecurityChangeLog;
import cloud.magento.accounts.link.mail.AdminChange;
import cloud.magento.accounts.link.mail.FormerAddresses;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Passes the events of one request to the parts of this extension that remember changes of users. */
final class MagentoLinkListener implements EventListenerProvider {

    private final KeycloakSession session;

    MagentoLinkListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        SecurityChangeLog.onEvent(session, event);
        FormerAddresses.onEvent(session, event);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        SecurityChangeLog.onEvent(session, event);
        FormerAddresses.onEvent(session, event);
        AdminChange.onEvent(session, event);
    }

    @Override
    public void close() {}
}
