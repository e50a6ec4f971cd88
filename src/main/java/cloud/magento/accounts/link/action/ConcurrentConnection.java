package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.UserMessage;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;

/**
 * One user with two tabs and two accounts: the first tab that confirms connects its account. The user of the other tab
 * is connected, so the login can go on, but must not take it for the account that this tab brought.
 */
final class ConcurrentConnection {

    private final RequiredActionContext context;
    private final InstantSource clock;

    ConcurrentConnection(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Whether this tab has brought another account than the one that is connected. */
    boolean isToBeTold() {
        return ProviderRoundTrip.hasReturned(context.getAuthenticationSession())
                && brought().flatMap(this::connectedInsteadOf).isPresent();
    }

    /** Lets the login go on, unless there is something to tell. */
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
        return PendingIdentity.pending(
                        context.getSession(), context.getAuthenticationSession(), context.getUser(), alias())
                .map(PendingIdentity::identity);
    }

    private Optional<FederatedIdentityModel> connectedInsteadOf(UpstreamIdentity brought) {
        return Optional.ofNullable(context.getSession()
                        .users()
                        .getFederatedIdentity(context.getRealm(), context.getUser(), alias()))
                .filter(connected -> !connected.getUserId().equals(brought.id()));
    }

    private String alias() {
        return RealmSettings.of(context.getRealm()).readable().idpAlias();
    }

    /** Shows which account is connected. What this tab brought is given up. */
    void tell(UpstreamIdentity brought, String connected, Phase phase) {
        ProviderRoundTrip.forget(context.getAuthenticationSession());
        String reference = LinkEvents.error(
                context.getEvent(),
                EventType.FEDERATED_IDENTITY_LINK,
                LinkError.SIGN_IN_FAILED,
                phase,
                alias(),
                brought.username());
        UserMessage.of(LinkError.SIGN_IN_FAILED, reference)
                .worded(UserMessage.ANOTHER_CONNECTED)
                .noteIn(context.getAuthenticationSession());
        context.challenge(new ConnectPage(context, clock)
                .showConnected(RealmSettings.of(context.getRealm()).readable(), connected));
    }

    /** By which name the user knows an account. An import or an admin may have left it without one. */
    static String nameOf(FederatedIdentityModel link) {
        return Objects.requireNonNullElse(link.getUserName(), link.getUserId());
    }
}
