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
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;

/**
 * One user with two tabs and two accounts: the tab that confirms first connects its account. The user of the other tab
 * is connected, so the login can continue, but the user must learn that it is not the account of this tab.
 */
final class ConcurrentConnection {

    private final RequiredActionContext context;
    private final InstantSource clock;
    private final LoginContext login;

    ConcurrentConnection(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
        this.login = LoginContext.of(context, clock);
    }

    /** Whether this tab brought another account than the one that is connected. */
    boolean isToBeTold() {
        return ProviderRoundTrip.hasReturned(login.authSession())
                && brought().flatMap(this::connectedInsteadOf).isPresent();
    }

    /** Continues the login, or shows that another account is connected. */
    void succeedOrTell(Phase phase) {
        Optional<UpstreamIdentity> brought = brought();
        Optional<FederatedIdentityModel> connected = brought.flatMap(this::connectedInsteadOf);
        if (connected.isPresent()) {
            tell(brought.get(), nameOf(connected.get()), phase);
        } else {
            ConnectMagentoAction.proceed(context);
        }
    }

    private Optional<UpstreamIdentity> brought() {
        return PendingIdentity.of(login, settings().idpAlias()).map(PendingIdentity::identity);
    }

    private Optional<FederatedIdentityModel> connectedInsteadOf(UpstreamIdentity brought) {
        return Optional.ofNullable(login.session()
                        .users()
                        .getFederatedIdentity(
                                login.realm(), login.user(), settings().idpAlias()))
                .filter(connected -> !connected.getUserId().equals(brought.id()));
    }

    private LinkSettings settings() {
        return RealmSettings.of(login.realm()).readable();
    }

    /** Shows which account is connected. The pending identity of this tab is discarded. */
    void tell(UpstreamIdentity brought, String connected, Phase phase) {
        ProviderRoundTrip.forget(login.authSession());
        String reference = LinkEvents.error(
                context.getEvent()
                        .clone()
                        .event(EventType.FEDERATED_IDENTITY_LINK)
                        .detail(Details.IDENTITY_PROVIDER_USERNAME, brought.username()),
                LinkError.SIGN_IN_FAILED,
                phase,
                settings().idpAlias());
        UserMessage.of(LinkError.SIGN_IN_FAILED, reference)
                .withKey(UserMessage.ANOTHER_CONNECTED)
                .noteIn(login.authSession());
        context.challenge(new ConnectPage(context, clock).showConnected(settings(), connected));
    }

    /** The name by which the user knows an account. An import or an admin can leave a link without a name. */
    static String nameOf(FederatedIdentityModel link) {
        return Objects.requireNonNullElse(link.getUserName(), link.getUserId());
    }
}
