package cloud.magento.accounts.link.support;

import java.time.Instant;
import java.time.InstantSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The user whom a request concerns, and what is needed to look something up for them.
 *
 * @param session the Keycloak session of the request
 * @param clock the clock of the request, see {@link KeycloakClock}
 */
public record UserContext(KeycloakSession session, RealmModel realm, UserModel user, InstantSource clock) {

    /** The user, by Keycloak's clock. */
    public UserContext(KeycloakSession session, RealmModel realm, UserModel user) {
        this(session, realm, user, KeycloakClock.INSTANCE);
    }

    /** The present instant, to the millisecond. */
    public Instant now() {
        return clock.instant();
    }

    /** The same user at another instant. */
    public UserContext at(Instant instant) {
        return new UserContext(session, realm, user, InstantSource.fixed(instant));
    }
}
