package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.support.LoginContext;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.organization.utils.Organizations;

/**
 * The rights that Keycloak requires of a user who links an account on their own initiative, see
 * IdpLinkAction.requiredActionChallenge and IdentityBrokerService.performAccountLinking. A user whom the rollout
 * requires to connect needs none of them: a role that an imported realm lacks must not lock users out.
 */
public final class SelfServiceRights {

    private SelfServiceRights() {}

    /** What the user lacks to link an account, as an event names it; empty: nothing. */
    public static Optional<String> missing(LoginContext login) {
        if (!Organizations.resolveHomeBroker(login.session(), login.user()).isEmpty()) {
            return Optional.of("managed_by_organization");
        }
        // If Keycloak's own linking started this, Keycloak has checked the app already, by other rules for the account
        // client.
        Optional<ClientModel> app = LinkingStart.of(login.authSession()).isPresent()
                ? Optional.empty()
                : Optional.of(login.authSession().getClient());
        return mayManageLinks(login, app) ? Optional.empty() : Optional.of("missing_role");
    }

    private static boolean mayManageLinks(LoginContext login, Optional<ClientModel> app) {
        ClientModel account = login.realm().getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        return account != null
                && Stream.of(AccountRoles.MANAGE_ACCOUNT, AccountRoles.MANAGE_ACCOUNT_LINKS)
                        .map(account::getRole)
                        .filter(Objects::nonNull)
                        .filter(login.user()::hasRole)
                        .anyMatch(
                                role -> app.map(client -> client.hasScope(role)).orElse(true));
    }
}
