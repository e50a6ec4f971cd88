package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.RealmSettings;
import org.jboss.logging.Logger;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * One upstream account belongs to one user. Keycloak's database has no key that says so, and two users with the same
 * account can both not sign in with it any more. So every link that is written while the rollout is on is checked here,
 * whoever writes it: our page, a first login through the provider, the admin REST API.
 */
public final class OneToOne implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(OneToOne.class);

    /**
     * Takes a link back that makes an account belong to two users. Keycloak tells of a link after it wrote it and before
     * the transaction ends.
     *
     * @throws ModelDuplicateException which Keycloak answers as it answers a second link of one user
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created && concerns(created)) {
            check(created.getKeycloakSession(), created.getRealm(), created.getUser(), created.getFederatedIdentity());
        }
    }

    /** Whether another user has this account; it may also have been several already, as imports can leave it. */
    static boolean isTaken(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        try {
            UserModel owner = session.users().getUserByFederatedIdentity(realm, link);
            return owner != null && !owner.getId().equals(user.getId());
        } catch (IllegalStateException e) {
            LOG.warnf("Several users have the same account of provider %s connected", link.getIdentityProvider());
            return true;
        }
    }

    private static void check(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        if (!LinkLock.take(session, realm, link.getIdentityProvider(), link.getUserId())
                || isTaken(session, realm, user, link)) {
            session.users().removeFederatedIdentity(realm, user, link.getIdentityProvider());
            throw new ModelDuplicateException("Another user has this account of the provider connected");
        }
    }

    private static boolean concerns(FederatedIdentityCreatedEvent created) {
        return Requests.isOne(created.getKeycloakSession())
                && RealmSettings.usable(created.getRealm())
                        .filter(settings -> settings.mode() == Mode.ON)
                        .map(LinkSettings::idpAlias)
                        .filter(created.getFederatedIdentity().getIdentityProvider()::equals)
                        .isPresent();
    }
}
