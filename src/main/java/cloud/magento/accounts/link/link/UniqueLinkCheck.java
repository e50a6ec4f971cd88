package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.StoredLinks;
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
 * Ensures that an upstream account belongs to one user. Keycloak's database has no key for that, and if two users have
 * the same account, neither can sign in with it. Every link that is written while the mode is not {@code off} is
 * checked here, whoever writes it: our page, a first login through the provider, or the admin REST API.
 */
public final class UniqueLinkCheck implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(UniqueLinkCheck.class);

    /**
     * Removes a link that makes an account belong to two users. Keycloak reports a link after it wrote it and before
     * the transaction ends.
     *
     * @throws ModelDuplicateException which Keycloak answers as it answers a second link of one user
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created && isRelevant(created)) {
            check(
                    new UserContext(created.getKeycloakSession(), created.getRealm(), created.getUser()),
                    created.getFederatedIdentity());
        }
    }

    private static boolean isRelevant(FederatedIdentityCreatedEvent created) {
        return Requests.isOne(created.getKeycloakSession())
                && RealmSettings.isActive(
                        created.getRealm(), created.getFederatedIdentity().getIdentityProvider());
    }

    private static void check(UserContext context, FederatedIdentityModel link) {
        KeycloakSession session = context.session();
        if (!LinkLock.take(context, link) || isTaken(context, link)) {
            if (!session.getTransactionManager().getRollbackOnly()) {
                session.users().removeFederatedIdentity(context.realm(), context.user(), link.getIdentityProvider());
            }
            throw new ModelDuplicateException("Another user has this account of the provider connected");
        }
    }

    /** Whether another user has this account. An import can leave several users with it. */
    static boolean isTaken(UserContext context, FederatedIdentityModel link) {
        return inNewTransaction(
                context,
                (session, realm) -> isTaken(session, realm, context.user().getId(), link));
    }

    /** The account that the user has connected, by the database and not by this server's user cache. */
    static Optional<FederatedIdentityModel> linkOf(UserContext context, String alias) {
        return inNewTransaction(
                context,
                (session, realm) -> Optional.ofNullable(session.users()
                                .getUserById(realm, context.user().getId()))
                        .flatMap(
                                user -> StoredLinks.readAndCorrectCache(new UserContext(session, realm, user), alias)));
    }

    /**
     * A transaction that began before the lock was taken may not see what was written since, as with REPEATABLE READ,
     * the default of MySQL.
     */
    private static <T> T inNewTransaction(UserContext context, BiFunction<KeycloakSession, RealmModel, T> question) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                context.session().getKeycloakSessionFactory(),
                null,
                session -> {
                    RealmModel realm = session.realms().getRealm(context.realm().getId());
                    session.getContext().setRealm(realm);
                    return question.apply(session, realm);
                },
                "owner of an account");
    }

    private static boolean isTaken(
            KeycloakSession session, RealmModel realm, String userId, FederatedIdentityModel link) {
        try {
            return isAnother(localOwner(session, realm, link), userId)
                    || isAnother(federatedOwner(session, realm, link), userId);
        } catch (IllegalStateException e) {
            LOG.warnf(
                    "Realm %s: several users have the same account of provider %s connected, so none of them can sign"
                            + " in with it. Remove the link of all but one.",
                    realm.getName(), link.getIdentityProvider());
            return true;
        }
    }

    private static boolean isAnother(UserModel owner, String userId) {
        return owner != null && !owner.getId().equals(userId);
    }

    /**
     * A user who was imported from a store and no longer exists there owns nothing: Keycloak removes such a user here.
     */
    private static UserModel localOwner(KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        UserModel owner = UserStoragePrivateUtil.userLocalStorage(session).getUserByFederatedIdentity(realm, link);
        return owner == null ? null : session.users().getUserById(realm, owner.getId());
    }

    /**
     * UserStorageManager.getUserByFederatedIdentity stops at the first owner, which can be the user who has just got
     * the account. Links of users who are not imported from their store are in another table.
     */
    private static UserModel federatedOwner(KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        String id = session.getProvider(UserFederatedStorageProvider.class).getUserByFederatedIdentity(link, realm);
        return id == null ? null : session.users().getUserById(realm, id);
    }
}
