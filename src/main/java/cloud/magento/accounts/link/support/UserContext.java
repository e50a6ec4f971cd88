package cloud.magento.accounts.link.support;

import java.time.Instant;
import java.time.InstantSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The user of a request, and what is needed to read this user's data.
 *
 * @param session the Keycloak session of the request
 * @param realm the realm of the user
 * @param clock the clock of the request, see {@link KeycloakClock}
 */
public record UserContext(KeycloakSession session, RealmModel realm, UserModel user, InstantSource clock) {

    /** The user, with Keycloak's clock. */
    public UserContext(KeycloakSession session, RealmModel realm, UserModel user) {
        this(session, realm, user, KeycloakClock.INSTANCE);
    }

    /** The current instant, with a precision of one millisecond. */
    public Instant now() {
        return clock.instant();
    }

    /** The same user, with a clock that always returns {@code instant}. */
    public UserContext at(Instant instant) {
        return new UserContext(session, realm, user, InstantSource.fixed(instant));
    }
}
