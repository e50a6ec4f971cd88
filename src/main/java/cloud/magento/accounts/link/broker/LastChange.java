package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.settings.RealmSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Remembers when a user's connection changed. A session that signed in before that must not undo the change: somebody may
 * have parked it on the page with an old password, to take the account over once its owner has connected or
 * disconnected.
 */
public final class LastChange implements ProviderEventListener {

    /** Longer than any login that has begun can be kept open. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final String AT = "at";

    private final InstantSource clock;

    public LastChange(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            remember(
                    created.getKeycloakSession(),
                    created.getRealm(),
                    created.getUser(),
                    created.getFederatedIdentity());
        } else if (event instanceof FederatedIdentityRemovedEvent removed) {
            remember(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser(),
                    removed.getFederatedIdentity());
        }
    }

    /** Whether this sign-in is older than the last change of the user's connection. */
    static boolean isAfter(KeycloakSession session, UserModel user, SignIn signIn) {
        Map<String, String> kept = session.singleUseObjects().get(key(user));
        return kept != null
                && Instant.ofEpochMilli(Long.parseLong(kept.get(AT))).isAfter(signIn.at());
    }

    private void remember(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        // The store takes a key once in a transaction; to replace an account is two changes.
        if (session.getAttribute(key(user)) == null
                && Requests.isOne(session)
                && RealmSettings.guard(realm, link.getIdentityProvider())) {
            session.setAttribute(key(user), true);
            session.singleUseObjects()
                    .put(key(user), REMEMBERED.toSeconds(), Map.of(AT, Long.toString(clock.millis())));
        }
    }

    private static String key(UserModel user) {
        return "magento-link.changed." + user.getId();
    }
}
