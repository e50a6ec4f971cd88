package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.Requests;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Remembers when a user's connection changed, or the user was disabled or lost a credential. A session that signed in
 * before that must not undo the change: somebody may have parked it on the page with an old password, to take the
 * account over once its owner has connected or disconnected, or an admin has enabled it again.
 */
public final class SecurityChangeLog implements ProviderEventListener {

    /**
     * How long a change is remembered. A login can be kept open for longer, so a sign-in that is older counts as one
     * from before a change.
     */
    public static final Duration REMEMBERED = Duration.ofDays(30);

    /** The store counts whole seconds: it must not forget a change earlier than the sign-ins before it are rejected. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final String AT = "at";

    private final InstantSource clock;

    public SecurityChangeLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            changed(
                    created.getKeycloakSession(),
                    created.getRealm(),
                    created.getUser(),
                    created.getFederatedIdentity());
        } else if (event instanceof FederatedIdentityRemovedEvent removed
                && !isReplacedByFirstLogin(removed.getKeycloakSession(), removed.getFederatedIdentity())) {
            changed(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser(),
                    removed.getFederatedIdentity());
        }
    }

    /**
     * Whether Keycloak's first login is about to write another link in the place of this one. That is the change, and
     * is remembered once it has been checked.
     */
    private static boolean isReplacedByFirstLogin(KeycloakSession session, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        return login != null && FirstLogin.is(login, link);
    }

    /** An admin disabled the user, or took a credential away: UserResource tells of its removal alone. */
    public static void heard(KeycloakSession session, AdminEvent event) {
        String path = String.valueOf(event.getResourcePath());
        if (path.matches("users/[^/]+(/credentials/[^/]+)?")) {
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            UserModel user = session.users().getUserById(realm, path.split("/")[1]);
            if (user != null && (path.contains("/credentials/") || !user.isEnabled())) {
                remember(session, realm, user.getId(), event.getTime());
            }
        }
    }

    /** The user took a credential away, or Keycloak disabled the user. */
    public static void heard(KeycloakSession session, Event event) {
        if (event.getType() == EventType.REMOVE_CREDENTIAL
                || event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT) {
            remember(session, session.realms().getRealm(event.getRealmId()), event.getUserId(), event.getTime());
        }
    }

    /** Whether this sign-in is older than the last such change, or so old that a change would be forgotten. */
    static boolean isAfter(KeycloakSession session, UserModel user, SignIn signIn, Instant now) {
        if (signIn.at().plus(REMEMBERED).isBefore(now)) {
            return true;
        }
        Map<String, String> kept = session.singleUseObjects().get(key(user.getId()));
        return kept != null
                && Instant.ofEpochMilli(Long.parseLong(kept.get(AT))).isAfter(signIn.at());
    }

    private void changed(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        if (Requests.isOne(session) && RealmSettings.guard(realm, link.getIdentityProvider())) {
            remember(session, realm, user.getId(), clock.millis());
        }
    }

    private static void remember(KeycloakSession session, RealmModel realm, String userId, long at) {
        // The store takes a key once in a transaction; to replace an account is two changes.
        if (RealmSettings.guard(realm) && session.getAttribute(key(userId)) == null) {
            session.setAttribute(key(userId), true);
            session.singleUseObjects()
                    .put(key(userId), REMEMBERED.plus(MARGIN).toSeconds(), Map.of(AT, Long.toString(at)));
        }
    }

    private static String key(String userId) {
        return "magento-link.changed." + userId;
    }
}
