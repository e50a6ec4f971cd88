package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.user.StoredLinks;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.storage.UserStoragePrivateUtil;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * One upstream account belongs to one user. Keycloak's database has no key that says so, and two users with the same
 * account can both not sign in with it any more. So every link that is written while the mode is not off is checked
 * here, whoever writes it: our page, a first login through the provider, the admin REST API. A first login hears of the
 * e-mail rule here, too.
 */
public final class UniqueLinkCheck implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(UniqueLinkCheck.class);

    private final FirstLoginEmailCheck firstLoginCheck;

    public UniqueLinkCheck(InstantSource clock) {
        firstLoginCheck = new FirstLoginEmailCheck(clock);
    }

    /**
     * Takes a link back that makes an account belong to two users. Keycloak tells of a link after it wrote it and
     * before the transaction ends.
     *
     * @throws ModelDuplicateException which Keycloak answers as it answers a second link of one user
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created && concerns(created)) {
            check(created.getKeycloakSession(), created.getRealm(), created.getUser(), created.getFederatedIdentity());
            firstLoginCheck.check(created.getKeycloakSession(), created.getUser(), created.getFederatedIdentity());
        }
    }

    /** Whether another user has this account; it may also have been several already, as imports can leave it. */
    static boolean isTaken(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        return now(session, realm, (aside, sameRealm) -> isTaken(aside, sameRealm, user.getId(), link));
    }

    /** The account that the user has connected, by the database and not by this server's user cache. */
    static Optional<FederatedIdentityModel> linkOf(
            KeycloakSession session, RealmModel realm, UserModel user, String alias) {
        return now(
                session,
                realm,
                (aside, sameRealm) -> Optional.ofNullable(aside.users().getUserById(sameRealm, user.getId()))
                        .flatMap(sameUser -> StoredLinks.readAndCorrectCache(aside, sameRealm, sameUser, alias)));
    }

    /**
     * Asked in a transaction of its own: one that began before the lock was taken may not see what was written since,
     * as with REPEATABLE READ, which MySQL has by default.
     */
    private static <T> T now(
            KeycloakSession session, RealmModel realm, BiFunction<KeycloakSession, RealmModel, T> question) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                null,
                aside -> {
                    RealmModel sameRealm = aside.realms().getRealm(realm.getId());
                    aside.getContext().setRealm(sameRealm);
                    return question.apply(aside, sameRealm);
                },
                "owner of an account");
    }

    private static boolean isTaken(
            KeycloakSession session, RealmModel realm, String userId, FederatedIdentityModel link) {
        try {
            return isAnother(localOwner(session, realm, link), userId)
                    || isAnother(ownerOfAnotherStore(session, realm, link), userId);
        } catch (IllegalStateException e) {
            LOG.warnf("Several users have the same account of provider %s connected", link.getIdentityProvider());
            return true;
        }
    }

    private static boolean isAnother(UserModel owner, String userId) {
        return owner != null && !owner.getId().equals(userId);
    }

    /** An owner who was imported from a store and is gone from it owns nothing; Keycloak removes them when it looks. */
    private static UserModel localOwner(KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        UserModel owner = UserStoragePrivateUtil.userLocalStorage(session).getUserByFederatedIdentity(realm, link);
        return owner == null ? null : session.users().getUserById(realm, owner.getId());
    }

    /**
     * UserStorageManager.getUserByFederatedIdentity stops at the first owner it finds, which can be the very user who
     * has just got the account; links of users who are not imported from their store stand in another table.
     */
    private static UserModel ownerOfAnotherStore(
            KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        String id = session.getProvider(UserFederatedStorageProvider.class).getUserByFederatedIdentity(link, realm);
        return id == null ? null : session.users().getUserById(realm, id);
    }

    private static void check(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        if (!LinkLock.take(session, realm, link, user) || isTaken(session, realm, user, link)) {
            if (!session.getTransactionManager().getRollbackOnly()) {
                session.users().removeFederatedIdentity(realm, user, link.getIdentityProvider());
            }
            throw new ModelDuplicateException("Another user has this account of the provider connected");
        }
    }

    private static boolean concerns(FederatedIdentityCreatedEvent created) {
        return Requests.isOne(created.getKeycloakSession())
                && RealmSettings.guard(
                        created.getRealm(), created.getFederatedIdentity().getIdentityProvider());
    }
}
