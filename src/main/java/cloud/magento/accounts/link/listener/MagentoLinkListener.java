package cloud.magento.accounts.link.listener;

import cloud.magento.accounts.link.idp.FailedCallback;
import cloud.magento.accounts.link.link.FirstLoginEmailCheck;
import cloud.magento.accounts.link.link.FirstLoginPrimaryCheck;
import cloud.magento.accounts.link.link.OtherProviderLinkCheck;
import cloud.magento.accounts.link.link.SecurityChangeLog;
import cloud.magento.accounts.link.link.UniqueLinkCheck;
import cloud.magento.accounts.link.link.UnlinkCheck;
import cloud.magento.accounts.link.login.RequiredActionGate;
import cloud.magento.accounts.link.mail.FormerAddresses;
import cloud.magento.accounts.link.mail.LinkChangeNotifier;
import cloud.magento.accounts.link.support.KeycloakClock;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEventListener;

/**
 * The one place where this extension hears of requests, events and links of every realm, and the order in which its
 * parts do.
 *
 * <p>It is a global event listener because Keycloak creates those in every request that can end or continue a login,
 * before it looks up the login: no other extension point of Keycloak runs in a callback that fails.
 */
public final class MagentoLinkListener implements EventListenerProviderFactory, EventListenerProvider {

    /** The id of an earlier name of this class. Realm files and the server's options can contain it, so it stays. */
    private static final String ID = "magento-link-lost-answers";

    private final KeycloakSession session;

    /** Creates the factory. Keycloak calls this. */
    public MagentoLinkListener() {
        this(null);
    }

    private MagentoLinkListener(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public String getId() {
        return ID;
    }

    /** Whether a login concerns this extension is known only from its session, so the listener serves every realm. */
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
    public void onEvent(Event event) {
        SecurityChangeLog.onEvent(session, event);
        FormerAddresses.heard(session, event);
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        SecurityChangeLog.onEvent(session, event);
        FormerAddresses.heard(session, event);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        linkListeners().forEach(factory::register);
    }

    /**
     * What happens in the transaction that writes or removes a link, in this order: a removal that is rejected changes
     * nothing, and a link that is removed again at once causes no notice.
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
