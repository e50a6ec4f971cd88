package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.StoredLinks;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.keycloak.models.FederatedIdentityModel;
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
 * the same account, neither can sign in with it. Every link that a request writes while the mode is not {@code off} is
 * checked: one of our page, of a first login through the provider, or of the admin REST API.
 */
public final class UniqueLinkCheck implements ProviderEventListener {

    private static final Logger LOG = Logger.getLogger(UniqueLinkCheck.class);

    private final InstantSource clock;

    /** Creates the check. The clock gives the time of each request. */
    public UniqueLinkCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Removes a link that makes an account belong to two users. Removes it also if another request holds the lock on
     * the account or the user: that request may be writing a link of the same account.
     *
     * @throws ModelDuplicateException which Keycloak answers as it answers a second link of one user
     */
    @Override
    public void onEvent(ProviderEvent event) {
        WrittenLink.of(event, clock)
                .filter(WrittenLink::isActive)
                .ifPresent(written -> check(written.owner(), written.link()));
    }

    private static void check(UserContext context, FederatedIdentityModel link) {
        KeycloakSession session = context.session();
        if (!LinkLock.take(context, link) || isTaken(context, link)) {
            if (!session.getTransactionManager().getRollbackOnly()) {
                session.users().removeFederatedIdentity(context.realm(), context.user(), link.getIdentityProvider());
            }
            throw new ModelDuplicateException(
                    "Another user has this account of the provider connected, or another request is connecting it");
        }
    }

    /** Whether another user has this account. An import can give it to several users. */
    static boolean isTaken(UserContext context, FederatedIdentityModel link) {
        return inNewTransaction(
                context,
                (session, realm) -> isTaken(session, realm, context.user().getId(), link));
    }

    /**
     * The account that the user has connected, as the database holds it. If this server's user cache differs, it is
     * corrected.
     */
    static Optional<FederatedIdentityModel> readLinkAndCorrectCache(UserContext context, String alias) {
        return inNewTransaction(
                context,
                (session, realm) -> Optional.ofNullable(session.users()
                                .getUserById(realm, context.user().getId()))
                        .flatMap(
                                user -> StoredLinks.readAndCorrectCache(new UserContext(session, realm, user), alias)));
    }

    /**
     * A transaction that began before the lock was taken may not see later writes, as with REPEATABLE READ, the default
     * of MySQL.
     */
    private static <T> T inNewTransaction(UserContext context, BiFunction<KeycloakSession, RealmModel, T> query) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                context.session().getKeycloakSessionFactory(),
                null,
                session -> {
                    RealmModel realm = session.realms().getRealm(context.realm().getId());
                    session.getContext().setRealm(realm);
                    return query.apply(session, realm);
                },
                "owner of an account");
    }

    private static boolean isTaken(
            KeycloakSession session, RealmModel realm, String userId, FederatedIdentityModel link) {
        try {
            Predicate<UserModel> isAnother = owner -> !owner.getId().equals(userId);
            return localOwner(session, realm, link).filter(isAnother).isPresent()
                    || federatedOwner(session, realm, link).filter(isAnother).isPresent();
        } catch (IllegalStateException e) {
            LOG.warnf(
                    "Realm %s: several users have the same account of provider %s connected, so none of them can sign"
                            + " in with it. Remove the link of all but one.",
                    realm.getName(), link.getIdentityProvider());
            return true;
        }
    }

    /**
     * The owner among the users of Keycloak's database. Keycloak removes a user here who was imported from a store and
     * no longer exists there: that user owns nothing.
     */
    private static Optional<UserModel> localOwner(
            KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        return Optional.ofNullable(
                        UserStoragePrivateUtil.userLocalStorage(session).getUserByFederatedIdentity(realm, link))
                .map(owner -> session.users().getUserById(realm, owner.getId()));
    }

    /**
     * The owner among the users who are not imported from their store: their links are in another table.
     * UserStorageManager.getUserByFederatedIdentity stops at the first owner, which can be the user who has just
     * connected the account.
     */
    private static Optional<UserModel> federatedOwner(
            KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        return Optional.ofNullable(
                        session.getProvider(UserFederatedStorageProvider.class).getUserByFederatedIdentity(link, realm))
                .map(id -> session.users().getUserById(realm, id));
    }
}
