package cloud.magento.accounts.link.page;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.token.TokenDecision;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;

/** Who opens the page, by the session of the browser in the realm of the address. */
sealed interface PageVisitor {

    /** An admin, with a realm of which the admin may see something. */
    record Admin(UserModel user, RealmModel realm, PageRights rights) implements PageVisitor {}

    /** Nobody who may see anything, with what Keycloak's error page says. */
    record Refused(Response.Status status, String messageKey) implements PageVisitor {}

    /** Identifies the visitor. An invalid session ends, as with every other page of Keycloak. */
    static PageVisitor of(KeycloakSession session) {
        RealmModel own = session.getContext().getRealm();
        if (!own.isEnabled()) {
            return new Refused(Response.Status.FORBIDDEN, Messages.REALM_NOT_ENABLED);
        }
        if (isEncryptionMissing(session, own)) {
            return new Refused(Response.Status.FORBIDDEN, Messages.HTTPS_REQUIRED);
        }
        return signedIn(session, own)
                .map(user -> of(session, own, user))
                .orElse(new Refused(Response.Status.UNAUTHORIZED, "connectMagentoRolloutSignIn"));
    }

    /** A realm that does not exist is answered like one that the admin may not see. */
    private static PageVisitor of(KeycloakSession session, RealmModel own, UserModel user) {
        Optional<RealmModel> realm = PageAddress.of(session)
                .realmName()
                .map(name -> PageRights.isMaster(own)
                        ? Optional.ofNullable(session.realms().getRealmByName(name))
                        : Optional.<RealmModel>empty())
                .orElse(Optional.of(own));
        return realm.map(shown -> new Admin(user, shown, PageRights.of(user, own, shown)))
                .filter(admin -> !admin.rights().isNone())
                .<PageVisitor>map(admin -> admin)
                .orElse(new Refused(Response.Status.FORBIDDEN, Messages.NO_ACCESS));
    }

    private static boolean isEncryptionMissing(KeycloakSession session, RealmModel realm) {
        return !"https".equals(session.getContext().getUri().getBaseUri().getScheme())
                && realm.getSslRequired().isRequired(session.getContext().getConnection());
    }

    /**
     * The user of the session. An admin who acts as this user, a user who must connect first, and one who has signed in
     * to an exempt client without primary login, are not signed in.
     */
    private static Optional<UserModel> signedIn(KeycloakSession session, RealmModel realm) {
        if (AuthenticationManager.authenticateIdentityCookie(session, realm, true) == null) {
            return Optional.empty();
        }
        // AuthResult has different methods in Keycloak 26.4 and 26.7. The context has the session in all versions.
        return Optional.ofNullable(session.getContext().getUserSession())
                .filter(userSession -> userSession.getState() == UserSessionModel.State.LOGGED_IN)
                .filter(userSession -> !SignIn.isImpersonated(userSession))
                .filter(userSession -> !lacksPrimaryLogin(session, realm, userSession))
                .map(UserSessionModel::getUser)
                .filter(user -> !mustConnect(new UserContext(session, realm, user)));
    }

    /** As for a token that continues a sign-in: the session can be older than the deadline. */
    private static boolean mustConnect(UserContext context) {
        ParsedSettings parsed = RealmSettings.of(context.realm());
        return TokenDecision.mustConnect(context, parsed)
                && !(parsed.readable().continuesDuringOutage()
                        && ProviderStatus.outage(parsed, context.session()).isPresent());
    }

    private static boolean lacksPrimaryLogin(KeycloakSession session, RealmModel realm, UserSessionModel userSession) {
        return ExemptClientSession.isMarked(userSession)
                && PrimaryLoginScope.includes(
                        new UserContext(session, realm, userSession.getUser()),
                        RealmSettings.of(realm).readable());
    }
}
