package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
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
 * Remembers when a user's link changed, or when the user was disabled or lost a credential. A session that signed in
 * before must not undo the change: an attacker can keep a session of an old password waiting on the page, to take the
 * account over once its owner has connected or disconnected, or once an admin has enabled it again.
 */
public final class SecurityChangeLog implements ProviderEventListener {

    /**
     * How long a change is remembered. A login can stay open for longer, so an older sign-in counts as one before a
     * change.
     */
    public static final Duration CHANGES_REMEMBERED = Duration.ofDays(30);

    /** The store counts whole seconds. It must not forget a change while an earlier sign-in still counts. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final String AT = "at";

    private final InstantSource clock;

    /** Creates the listener. The clock gives the time of each change of a link. */
    public SecurityChangeLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Remembers that a link of the user was written or removed. */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created) {
            rememberLinkChange(
                    created.getKeycloakSession(),
                    created.getRealm(),
                    created.getUser(),
                    created.getFederatedIdentity());
        } else if (event instanceof FederatedIdentityRemovedEvent removed
                && !isReplacedByFirstLogin(removed.getKeycloakSession(), removed.getFederatedIdentity())) {
            rememberLinkChange(
                    removed.getKeycloakSession(),
                    removed.getRealm(),
                    removed.getUser(),
                    removed.getFederatedIdentity());
        }
    }

    /**
     * Whether Keycloak's first login is about to replace this link. The new link is the change. It is remembered after
     * the checks.
     */
    private static boolean isReplacedByFirstLogin(KeycloakSession session, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        return login != null && FirstLogin.wrote(login, link);
    }

    private void rememberLinkChange(
            KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        if (Requests.isInRequest(session) && RealmSettings.isActive(realm, link.getIdentityProvider())) {
            remember(session, realm, user.getId(), clock.millis());
        }
    }

    /** Remembers that an admin disabled the user or removed a credential. UserResource reports the removal only. */
    public static void onEvent(KeycloakSession session, AdminEvent event) {
        String path = String.valueOf(event.getResourcePath());
        if (path.matches("users/[^/]+(/credentials/[^/]+)?")) {
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            UserModel user = session.users().getUserById(realm, path.split("/")[1]);
            if (user != null && (path.contains("/credentials/") || !user.isEnabled())) {
                remember(session, realm, user.getId(), event.getTime());
            }
        }
    }

    /** Remembers that the user removed a credential or that Keycloak disabled the user. */
    public static void onEvent(KeycloakSession session, Event event) {
        if (event.getType() == EventType.REMOVE_CREDENTIAL
                || event.getType() == EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT) {
            remember(session, session.realms().getRealm(event.getRealmId()), event.getUserId(), event.getTime());
        }
    }

    private static void remember(KeycloakSession session, RealmModel realm, String userId, long at) {
        // The store accepts a key only once in a transaction, and replacing an account is two changes.
        if (RealmSettings.isActive(realm) && session.getAttribute(key(userId)) == null) {
            session.setAttribute(key(userId), true);
            session.singleUseObjects()
                    .put(key(userId), CHANGES_REMEMBERED.plus(MARGIN).toSeconds(), Map.of(AT, Long.toString(at)));
        }
    }

    /** Whether the last change is later than this sign-in, or the sign-in is older than {@link #CHANGES_REMEMBERED}. */
    static boolean isAfter(UserContext context, SignIn signIn) {
        if (signIn.isOlderThan(CHANGES_REMEMBERED, context.now())) {
            return true;
        }
        Map<String, String> stored =
                context.session().singleUseObjects().get(key(context.user().getId()));
        return stored != null
                && Instant.ofEpochMilli(Long.parseLong(stored.get(AT))).isAfter(signIn.at());
    }

    private static String key(String userId) {
        return "magento-link.changed." + userId;
    }
}
