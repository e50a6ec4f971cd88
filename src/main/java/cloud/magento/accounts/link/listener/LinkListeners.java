package cloud.magento.accounts.link.listener;

import cloud.magento.accounts.link.link.FirstLoginCheck;
import cloud.magento.accounts.link.link.FirstLoginPrimaryCheck;
import cloud.magento.accounts.link.link.OtherProviderLinkCheck;
import cloud.magento.accounts.link.link.SecurityChangeLog;
import cloud.magento.accounts.link.link.UniqueLinkCheck;
import cloud.magento.accounts.link.link.UnlinkCheck;
import cloud.magento.accounts.link.mail.LinkChangeNotifier;
import cloud.magento.accounts.link.support.KeycloakClock;
import java.util.List;
import org.keycloak.provider.ProviderEventListener;

/** The order in which the parts of this extension receive a link that is written or removed, no matter who does it. */
final class LinkListeners {

    private LinkListeners() {}

    /**
     * The listeners, which run in the transaction that writes or removes the link. The order matters: a removal that is
     * rejected changes nothing, and a link that is removed again at once causes no notice.
     */
    static List<ProviderEventListener> inOrder() {
        return List.of(
                new UnlinkCheck(KeycloakClock.INSTANCE),
                new LinkChangeNotifier(KeycloakClock.INSTANCE),
                new UniqueLinkCheck(KeycloakClock.INSTANCE),
                new FirstLoginCheck(KeycloakClock.INSTANCE),
                new FirstLoginPrimaryCheck(KeycloakClock.INSTANCE),
                new OtherProviderLinkCheck(KeycloakClock.INSTANCE),
                new SecurityChangeLog(KeycloakClock.INSTANCE));
    }
}
