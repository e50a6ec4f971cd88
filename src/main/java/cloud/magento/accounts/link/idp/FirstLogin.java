package cloud.magento.accounts.link.idp;

import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a link results from Keycloak's first login through a provider. The notes of a first login stay in the
 * session. A link that a required action writes later must not count as one of a first login.
 */
public final class FirstLogin {

    private FirstLogin() {}

    /** Whether this link belongs to a first login, and its user existed before the login. */
    public static boolean isOfExistingUser(AuthenticationSessionModel login, FederatedIdentityModel link) {
        return is(login, link)
                && !Boolean.parseBoolean(login.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
    }

    /** Whether this link belongs to a first login. Its user existed before the login or registered in it. */
    public static boolean is(AuthenticationSessionModel login, FederatedIdentityModel link) {
        return link.getIdentityProvider().equals(login.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS))
                && !AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(login.getAction());
    }
}
