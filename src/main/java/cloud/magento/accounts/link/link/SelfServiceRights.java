package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.support.LoginContext;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RoleModel;
import org.keycloak.organization.utils.Organizations;

/**
 * The rights that Keycloak requires of a user who links an account on their own initiative, see
 * IdpLinkAction.requiredActionChallenge and IdentityBrokerService.performAccountLinking. A user who must connect
 * because of the rollout needs none of them: a role that an imported realm lacks must not lock users out.
 */
public final class SelfServiceRights {

    private SelfServiceRights() {}

    /** The right that the user lacks to link an account, as events name it; empty: none. */
    public static Optional<String> missing(LoginContext login) {
        if (!Organizations.resolveHomeBroker(login.session(), login.user()).isEmpty()) {
            return Optional.of("managed_by_organization");
        }
        return canManageLinks(login) ? Optional.empty() : Optional.of("missing_role");
    }

    private static boolean canManageLinks(LoginContext login) {
        ClientModel account = login.realm().getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        return account != null
                && Stream.of(AccountRoles.MANAGE_ACCOUNT, AccountRoles.MANAGE_ACCOUNT_LINKS)
                        .map(account::getRole)
                        .filter(Objects::nonNull)
                        .filter(login.user()::hasRole)
                        .anyMatch(role -> isInScope(role, login));
    }

    /**
     * Whether the application may use the role. At the legacy link URL Keycloak has checked the application already, by
     * other rules for the account client.
     */
    private static boolean isInScope(RoleModel role, LoginContext login) {
        return LinkingStart.of(login.authSession())
                        .filter(LinkingStart.LEGACY_URL::equals)
                        .isPresent()
                || login.authSession().getClient().hasScope(role);
    }
}
