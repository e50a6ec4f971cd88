package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * A link that a request has just written, whichever code wrote it. Keycloak reports a link after it wrote it and before
 * the transaction ends.
 *
 * @param owner the user of the link
 */
record WrittenLink(UserContext owner, FederatedIdentityModel link) {

    /**
     * The link that an event reports; empty: the event reports something else, or the server works without a request.
     */
    static Optional<WrittenLink> of(ProviderEvent event, InstantSource clock) {
        return event instanceof FederatedIdentityCreatedEvent created
                        && Requests.isInRequest(created.getKeycloakSession())
                ? Optional.of(new WrittenLink(
                        new UserContext(created.getKeycloakSession(), created.getRealm(), created.getUser(), clock),
                        created.getFederatedIdentity()))
                : Optional.empty();
    }

    /** Whether the link is one with the provider that users connect, and the mode is not {@code off}. */
    boolean isActive() {
        return RealmSettings.isActive(owner.realm(), link.getIdentityProvider());
    }

    /** The login in which the link was written; empty: there is none, as with the admin REST API. */
    Optional<LoginContext> login() {
        return Optional.ofNullable(owner.session().getContext().getAuthenticationSession())
                .map(authSession -> new LoginContext(owner, authSession));
    }
}
