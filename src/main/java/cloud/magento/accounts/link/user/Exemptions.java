package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.realm.RoleNames;
import java.util.function.Predicate;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/** Whom the rollout leaves alone. */
public final class Exemptions {

    private Exemptions() {}

    /**
     * Whether a user is exempt: by role, by group, as a service account, or because the user signs in through a
     * provider of the organization that manages them.
     */
    public static boolean cover(UserModel user, LinkSettings settings, KeycloakSession session, RealmModel realm) {
        return cover(user, settings, session, realm, provider -> true);
    }

    /**
     * Whether a user is exempt without a link that has just been written: a link must not exempt itself from checks.
     */
    public static boolean coverWithout(
            FederatedIdentityModel link,
            UserModel user,
            LinkSettings settings,
            KeycloakSession session,
            RealmModel realm) {
        return cover(
                user, settings, session, realm, provider -> !provider.getAlias().equals(link.getIdentityProvider()));
    }

    private static boolean cover(
            UserModel user,
            LinkSettings settings,
            KeycloakSession session,
            RealmModel realm,
            Predicate<IdentityProviderModel> counts) {
        return user.getServiceAccountClientLink() != null
                || settings.exemptRoles().stream().anyMatch(name -> hasRole(user, name, realm))
                || settings.exemptGroups().stream().anyMatch(path -> isMember(user, path, session, realm))
                || isManagedByOrganization(user, session, realm, counts);
    }

    private static boolean hasRole(UserModel user, String name, RealmModel realm) {
        return RoleNames.named(realm, name).filter(user::hasRole).isPresent();
    }

    private static boolean isMember(UserModel user, String path, KeycloakSession session, RealmModel realm) {
        GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, path);
        return group != null && user.isMemberOf(group);
    }

    /**
     * Whether an organization manages the user and the user is connected with an enabled provider of it. Who registered
     * with an invitation is managed, too, but has a password and no such provider, and signs in like others. Follows
     * Organizations.resolveHomeBroker.
     */
    private static boolean isManagedByOrganization(
            UserModel user, KeycloakSession session, RealmModel realm, Predicate<IdentityProviderModel> counts) {
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        // No provider if the server runs without the feature.
        return organizations != null
                && organizations.isEnabled()
                && organizations
                        .getByMember(user)
                        .filter(organization ->
                                organization.isEnabled() && organizations.isManagedMember(organization, user))
                        .flatMap(OrganizationModel::getIdentityProviders)
                        .filter(IdentityProviderModel::isEnabled)
                        .filter(counts)
                        .anyMatch(provider ->
                                session.users().getFederatedIdentity(realm, user, provider.getAlias()) != null);
    }
}
