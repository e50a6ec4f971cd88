package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.realm.RoleNames;
import cloud.magento.accounts.link.support.UserContext;
import java.util.function.Predicate;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.GroupModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/** Which users are exempt from the rollout and from primary login. */
public final class Exemptions {

    private Exemptions() {}

    /**
     * Whether a user is exempt: by role, by group, as a service account, because the user signs in through a provider
     * of the organization that manages the user, or until an instant that has not come yet.
     */
    public static boolean isExempt(UserContext context, LinkSettings settings) {
        return isExempt(context, settings, provider -> true);
    }

    /** Whether a user is exempt if a link that was just written is disregarded. */
    static boolean isExemptWithout(FederatedIdentityModel link, UserContext context, LinkSettings settings) {
        return isExempt(context, settings, provider -> !provider.getAlias().equals(link.getIdentityProvider()));
    }

    private static boolean isExempt(
            UserContext context, LinkSettings settings, Predicate<IdentityProviderModel> countedProviders) {
        return context.user().getServiceAccountClientLink() != null
                || settings.exemptRoles().stream().anyMatch(name -> hasRole(context, name))
                || settings.exemptGroups().stream().anyMatch(path -> isMember(context, path))
                || isManagedByOrganization(context, countedProviders)
                || ExemptUntil.includes(context);
    }

    private static boolean hasRole(UserContext context, String name) {
        return RoleNames.find(context.realm(), name)
                .filter(context.user()::hasRole)
                .isPresent();
    }

    /** Whether a user is a member of this group or of one of its subgroups. A group that is missing has no members. */
    static boolean isMember(UserContext context, String path) {
        GroupModel group = KeycloakModelUtils.findGroupByPath(context.session(), context.realm(), path);
        return group != null && context.user().isMemberOf(group);
    }

    /**
     * Whether an organization manages the user, and the user has an account at an enabled provider of it. A user who
     * registered with an invitation is also managed, but has a password and no such account, so this user is not
     * exempt. Follows Organizations.resolveHomeBroker.
     */
    private static boolean isManagedByOrganization(
            UserContext context, Predicate<IdentityProviderModel> countedProviders) {
        OrganizationProvider organizations = context.session().getProvider(OrganizationProvider.class);
        // It is null if the server runs without the feature.
        return organizations != null
                && organizations.isEnabled()
                && organizations
                        .getByMember(context.user())
                        .filter(organization ->
                                organization.isEnabled() && organizations.isManagedMember(organization, context.user()))
                        .flatMap(OrganizationModel::getIdentityProviders)
                        .filter(IdentityProviderModel::isEnabled)
                        .filter(countedProviders)
                        .anyMatch(provider -> isLinkedWith(context, provider));
    }

    private static boolean isLinkedWith(UserContext context, IdentityProviderModel provider) {
        return context.session().users().getFederatedIdentity(context.realm(), context.user(), provider.getAlias())
                != null;
    }
}
