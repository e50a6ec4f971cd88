package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.AuthNotes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's first login through a provider: which links it wrote, and the client notes that its checks need.
 * Keycloak's own notes of a first login stay in the session. A link that a required action writes later must not count
 * as one of a first login.
 */
public final class FirstLogin {

    private FirstLogin() {}

    /** Whether this link belongs to a first login, and its user existed before the login. */
    public static boolean wroteForExistingUser(AuthenticationSessionModel login, FederatedIdentityModel link) {
        return wrote(login, link)
                && !Boolean.parseBoolean(login.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
    }

    /** Whether this link belongs to a first login. Its user existed before the login or registered in it. */
    public static boolean wrote(AuthenticationSessionModel login, FederatedIdentityModel link) {
        return link.getIdentityProvider().equals(login.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS))
                && !AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(login.getAction());
    }

    /** Notes the time of the provider's callback, in milliseconds. A later callback does not make it more recent. */
    static void noteCallback(AuthenticationSessionModel login, Instant now) {
        if (!isUnfinished(login)) {
            login.setClientNote(AuthNotes.CALLED_BACK, Long.toString(now.toEpochMilli()));
        }
    }

    /** When the provider called back; empty: the provider lacks the guard, or the login did not use its button. */
    public static Optional<Instant> calledBackAt(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getClientNote(AuthNotes.CALLED_BACK))
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli);
    }

    /**
     * Removes the client notes that only a first login needs. Call this at the end of every login: apps receive the
     * client notes that are left. A first login that has not ended keeps them, see
     * IdentityBrokerService.afterFirstBrokerLogin: a browser can execute another step of the login in between.
     */
    public static void removeNotes(AuthenticationSessionModel login) {
        if (isUnfinished(login)) {
            return;
        }
        for (String name : List.of(AuthNotes.CALLED_BACK, AuthNotes.CLAIMED)) {
            if (login.getClientNote(name) != null) {
                login.removeClientNote(name);
            }
        }
    }

    private static boolean isUnfinished(AuthenticationSessionModel login) {
        return login.getAuthNote(AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE) != null;
    }
}
