package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Which users must finish each sign-in at the provider. */
public final class PrimaryLoginScope {

    private PrimaryLoginScope() {}

    /** Whether primary login applies to this user: it is on, the user is connected and not exempt. */
    public static boolean includes(KeycloakSession session, RealmModel realm, UserModel user, LinkSettings settings) {
        return settings.primaryLogin()
                && UserFactsReader.isLinked(user, settings, session, realm)
                && settings.policy().primaryLoginApplies(Exemptions.cover(user, settings, session, realm));
    }

    /**
     * Whether primary login applies to this connected user if a link that was just written is disregarded: a link to an
     * organization's provider must not exempt itself.
     */
    public static boolean includesWithout(
            FederatedIdentityModel link,
            UserModel user,
            LinkSettings settings,
            KeycloakSession session,
            RealmModel realm) {
        return settings.primaryLogin()
                && settings.policy().primaryLoginApplies(Exemptions.coverWithout(link, user, settings, session, realm));
    }
}
