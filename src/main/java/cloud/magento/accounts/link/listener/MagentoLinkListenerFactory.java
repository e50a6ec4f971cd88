package cloud.magento.accounts.link.listener;

import cloud.magento.accounts.link.idp.FailedCallback;
import cloud.magento.accounts.link.link.FirstLoginEmailCheck;
import cloud.magento.accounts.link.link.FirstLoginPrimaryCheck;
import cloud.magento.accounts.link.link.OtherProviderLinkCheck;
import cloud.magento.accounts.link.link.SecurityChangeLog;
import cloud.magento.accounts.link.link.UniqueLinkCheck;
import cloud.magento.accounts.link.link.UnlinkCheck;
import cloud.magento.accounts.link.login.RequiredActionGate;
import cloud.magento.accounts.link.mail.LinkChangeNotifier;
import cloud.magento.accounts.link.support.KeycloakClock;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/**
 * The entry point for requests, events and links of every realm. It determines the order in which the parts of this
 * extension receive them.
 *
 * <p>It is the factory of a global event listener. Keycloak creates such listeners in every request that can end or
 * continue a login, before it looks up the login: no other extension point of Keycloak runs in a callback that fails.
 */
public final class MagentoLinkListenerFactory implements EventListenerProviderFactory {

    /** An earlier name. Realm files and the options of the server can contain it, so it stays. */
    private static final String ID = "magento-link-lost-answers";

    @Override
    public String getId() {
        return ID;
    }

    /**
     * Only the session of a login shows whether the login concerns this extension, so the listener serves all realms.
     */
    @Override
    public boolean isGlobal() {
        return true;
    }

    /** Called at the beginning of a request that can write events, before Keycloak looks up the login. */
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        RequiredActionGate.check(session);
        FailedCallback.watch(session);
        return new MagentoLinkListener(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        linkListeners().forEach(factory::register);
    }

    /**
     * The listeners that run in the transaction that writes or removes a link, in this order: a removal that is
     * rejected changes nothing, and a link that is removed again at once causes no notice.
     */
    private static List<ProviderEventListener> linkListeners() {
        return List.of(
                new UnlinkCheck(KeycloakClock.INSTANCE),
                new LinkChangeNotifier(KeycloakClock.INSTANCE),
                new UniqueLinkCheck(),
                new FirstLoginEmailCheck(KeycloakClock.INSTANCE),
                new FirstLoginPrimaryCheck(KeycloakClock.INSTANCE),
                new OtherProviderLinkCheck(),
                new SecurityChangeLog(KeycloakClock.INSTANCE));
    }

    @Override
    public void close() {}
}
