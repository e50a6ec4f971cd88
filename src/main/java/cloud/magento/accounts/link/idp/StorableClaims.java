package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.realm.RealmSettings;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Limits the claims with which Keycloak updates a user (sync mode FORCE) to what it can store. Without this the update
 * violates the unique key of email addresses or the width of a column, and ends with an internal error.
 */
final class StorableClaims {

    private static final Logger LOG = Logger.getLogger(StorableClaims.class);

    private StorableClaims() {}

    /** Limits the claims of a sign-in by Keycloak's own button. Keycloak then updates the connected user itself. */
    static void limit(KeycloakSession session, RealmModel realm, BrokeredIdentityContext context) {
        String alias = context.getIdpConfig().getAlias();
        if (isUpdateForced(context) && RealmSettings.isActive(realm, alias)) {
            UserModel user = session.users()
                    .getUserByFederatedIdentity(
                            realm, new FederatedIdentityModel(alias, context.getId(), context.getUsername()));
            if (user != null) {
                limit(session, realm, user, context);
            }
        }
    }

    /** Whether the claims update the user at each sign-in. */
    static boolean isUpdateForced(BrokeredIdentityContext context) {
        return context.getIdpConfig().getSyncMode() == IdentityProviderSyncMode.FORCE;
    }

    /** Limits the claims that update this user. An email address that cannot be stored is removed. */
    static void limit(KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        cleaned(context.getUsername()).ifPresent(context::setUsername);
        cleaned(context.getFirstName()).ifPresent(context::setFirstName);
        cleaned(context.getLastName()).ifPresent(context::setLastName);
        String email = context.getEmail();
        if (email != null
                && (!email.equals(UpstreamClaims.clean(email)) || isTakenByAnother(session, realm, user, email))) {
            LOG.warnf(
                    "User %s: the email address is not updated, because the provider's address cannot be stored or"
                            + " belongs to another user",
                    user.getId());
            context.setEmail(null);
        }
    }

    /** The claim as it can be stored; empty: the provider gave none. */
    private static Optional<String> cleaned(String text) {
        return Optional.ofNullable(text).map(UpstreamClaims::clean);
    }

    private static boolean isTakenByAnother(KeycloakSession session, RealmModel realm, UserModel user, String email) {
        if (realm.isDuplicateEmailsAllowed()) {
            return false;
        }
        UserModel owner = session.users().getUserByEmail(realm, email);
        return owner != null && !owner.getId().equals(user.getId());
    }
}
