package cloud.magento.accounts.link.support;

import java.time.Instant;
import java.time.InstantSource;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A login whose user is known.
 *
 * @param subject the user
 * @param authSession the authentication session of the login
 */
public record LoginContext(UserContext subject, AuthenticationSessionModel authSession) {

    /** The login of a required action. */
    public static LoginContext of(RequiredActionContext context, InstantSource clock) {
        return new LoginContext(
                new UserContext(context.getSession(), context.getRealm(), context.getUser(), clock),
                context.getAuthenticationSession());
    }

    /** The login of an execution, with Keycloak's clock. */
    public static LoginContext of(AuthenticationFlowContext context) {
        return new LoginContext(
                new UserContext(context.getSession(), context.getRealm(), context.getUser()),
                context.getAuthenticationSession());
    }

    /** The login of an authentication session that has a user, with Keycloak's clock. */
    public static LoginContext of(KeycloakSession session, AuthenticationSessionModel authSession) {
        return new LoginContext(
                new UserContext(session, authSession.getRealm(), authSession.getAuthenticatedUser()), authSession);
    }

    /** The Keycloak session of the request. */
    public KeycloakSession session() {
        return subject.session();
    }

    /** The realm of the login. */
    public RealmModel realm() {
        return subject.realm();
    }

    /** The user who signs in. */
    public UserModel user() {
        return subject.user();
    }

    /** The current instant, with a precision of one millisecond. */
    public Instant now() {
        return subject.now();
    }
}
