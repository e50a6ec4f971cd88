package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.broker.LinkEvents;
import cloud.magento.accounts.link.broker.LinkEvents.Phase;
import cloud.magento.accounts.link.broker.Mishap;
import cloud.magento.accounts.link.broker.Proof;
import cloud.magento.accounts.link.broker.UpstreamIdentity;
import cloud.magento.accounts.link.broker.UpstreamSignIn;
import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.RealmSettings;
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
final class ConnectedMeanwhile {

    private final RequiredActionContext context;
    private final InstantSource clock;

    ConnectedMeanwhile(RequiredActionContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Whether this tab has brought another account than the one that is connected. */
    boolean isToBeTold() {
        return UpstreamSignIn.hasReturned(context.getAuthenticationSession())
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
        return Proof.pending(context.getSession(), context.getAuthenticationSession(), context.getUser(), alias())
                .map(Proof::identity);
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
        UpstreamSignIn.forget(context.getAuthenticationSession());
        String reference = LinkEvents.error(
                context.getEvent(),
                EventType.FEDERATED_IDENTITY_LINK,
                LinkError.SIGN_IN_FAILED,
                phase,
                alias(),
                brought);
        Mishap.of(LinkError.SIGN_IN_FAILED, reference)
                .worded(Mishap.ANOTHER_CONNECTED)
                .noteIn(context.getAuthenticationSession());
        context.challenge(new ConnectPage(context, clock)
                .showConnected(RealmSettings.of(context.getRealm()).readable(), connected));
    }

    /** By which name the user knows an account. An import or an admin may have left it without one. */
    static String nameOf(FederatedIdentityModel link) {
        return Objects.requireNonNullElse(link.getUserName(), link.getUserId());
    }
}
