package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.session.LinkingStart;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.utils.Organizations;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What Keycloak asks of a user who links an account of their own accord, see IdpLinkAction.requiredActionChallenge and
 * IdentityBrokerService.performAccountLinking. A user whom the rollout requires to connect needs none of it: they would
 * be locked out for a role that an imported realm may lack.
 */
public final class SelfServiceRights {

    private SelfServiceRights() {}

    /** What the user lacks to link an account, for the event; empty: nothing. */
    public static Optional<String> missing(
            KeycloakSession session, RealmModel realm, UserModel user, AuthenticationSessionModel authSession) {
        if (!Organizations.resolveHomeBroker(session, user).isEmpty()) {
            return Optional.of("managed_by_organization");
        }
        // Where Keycloak's own linking began, it has looked at the app already, by rules that differ for the account
        // client.
        Optional<ClientModel> app =
                LinkingStart.of(authSession).isPresent() ? Optional.empty() : Optional.of(authSession.getClient());
        return mayManageLinks(realm, user, app) ? Optional.empty() : Optional.of("missing_role");
    }

    private static boolean mayManageLinks(RealmModel realm, UserModel user, Optional<ClientModel> app) {
        ClientModel account = realm.getClientByClientId(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
        return account != null
                && Stream.of(AccountRoles.MANAGE_ACCOUNT, AccountRoles.MANAGE_ACCOUNT_LINKS)
                        .map(account::getRole)
                        .anyMatch(role -> role != null && isGranted(role, user, app));
    }

    private static boolean isGranted(RoleModel role, UserModel user, Optional<ClientModel> app) {
        return user.hasRole(role) && app.map(client -> client.hasScope(role)).orElse(true);
    }
}
