package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import cloud.magento.accounts.link.user.ConnectedAccount;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;

/**
 * One user with two tabs and two accounts: the tab that confirms first connects its account. The user of the other tab
 * is connected, so the login can continue. But a page shows that it is not the account of this tab.
 */
final class ConcurrentConnection {

    private final RequiredActionContext context;
    private final LoginContext login;
    private final LinkSettings settings;

    ConcurrentConnection(RequiredActionContext context, LoginContext login) {
        this.context = context;
        this.login = login;
        this.settings = RealmSettings.of(login.realm()).readable();
    }

    /** Whether this tab returned with another account than the connected one. */
    boolean isAnotherConnected() {
        return ProviderRoundTrip.hasReturned(login.authSession())
                && returned().flatMap(this::connectedInsteadOf).isPresent();
    }

    /** Shows that another account is connected. If it is not, the login continues. */
    void showOrProceed(Phase phase) {
        Optional<UpstreamIdentity> returned = returned();
        Optional<FederatedIdentityModel> connected = returned.flatMap(this::connectedInsteadOf);
        if (connected.isPresent()) {
            show(returned.get(), ConnectedAccount.nameOf(connected.get()), phase);
        } else {
            ActionEnd.proceed(context);
        }
    }

    private Optional<UpstreamIdentity> returned() {
        return PendingIdentity.of(login, settings.idpAlias()).map(PendingIdentity::identity);
    }

    private Optional<FederatedIdentityModel> connectedInsteadOf(UpstreamIdentity returned) {
        return ConnectedAccount.linkOf(login.subject(), settings)
                .filter(connected -> !connected.getUserId().equals(returned.id()));
    }

    /** Shows which account is connected. The pending identity of this tab is discarded. */
    void show(UpstreamIdentity returned, String connected, Phase phase) {
        ProviderRoundTrip.cancel(login.authSession());
        String reference = LinkEvents.writeError(
                context.getEvent()
                        .clone()
                        .event(EventType.FEDERATED_IDENTITY_LINK)
                        .detail(Details.IDENTITY_PROVIDER_USERNAME, returned.username()),
                LinkError.SIGN_IN_FAILED,
                phase,
                settings.idpAlias());
        UserMessage.of(LinkError.SIGN_IN_FAILED, reference)
                .withKey(UserMessage.ANOTHER_CONNECTED)
                .noteIn(login.authSession());
        context.challenge(new ConnectPage(context, login).showConnected(settings, connected));
    }
}
