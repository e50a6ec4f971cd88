package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.realm.RealmSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Remembers for 30 days which verified addresses a user had. Somebody who takes an account over changes its address
 * first; a notice to the new one alone would never reach the owner. Keycloak's single-use objects hold it, so it needs
 * no table.
 */
public final class FormerAddresses {

    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** The oldest are kept: changing an address again and again must not make the owner's be forgotten. */
    private static final int MOST = 5;

    private FormerAddresses() {}

    /** The former addresses of a user that are still remembered. */
    public static List<String> of(KeycloakSession session, String userId, Instant now) {
        return List.copyOf(kept(session, userId, now).keySet());
    }

    /**
     * The user changed their address: the account console, the action UPDATE_EMAIL, UPDATE_PROFILE and others say so.
     */
    public static void heard(KeycloakSession session, Event event) {
        if (event.getError() == null
                && event.getUserId() != null
                && event.getDetails() != null
                && event.getDetails().containsKey(Details.PREVIOUS_EMAIL)) {
            remember(session, event.getRealmId(), event.getUserId(), Instant.ofEpochMilli(event.getTime()));
        }
    }

    /** An admin changed something of the user. The event of UserResource does not say what it was before. */
    public static void heard(KeycloakSession session, AdminEvent event) {
        String path = String.valueOf(event.getResourcePath());
        if (event.getOperationType() == OperationType.UPDATE && path.matches("users/[^/]+")) {
            remember(session, event.getRealmId(), path.split("/")[1], Instant.ofEpochMilli(event.getTime()));
        }
    }

    private static void remember(KeycloakSession session, String realmId, String userId, Instant now) {
        RealmModel realm = session.realms().getRealm(realmId);
        String key = key(userId);
        // The store takes a key once in a transaction.
        if (realm == null || !RealmSettings.isActive(realm) || session.getAttribute(key) != null) {
            return;
        }
        UserModel user = session.users().getUserById(realm, userId);
        verifiedBefore(session, realmId, userId)
                .filter(address -> user != null && !address.equalsIgnoreCase(user.getEmail()))
                .ifPresent(address -> {
                    Map<String, String> kept = new HashMap<>(kept(session, userId, now));
                    if (kept.size() < MOST || kept.containsKey(address)) {
                        kept.put(address, Long.toString(now.plus(REMEMBERED).toEpochMilli()));
                        session.setAttribute(key, true);
                        session.singleUseObjects().put(key, REMEMBERED.toSeconds(), kept);
                    }
                });
    }

    /**
     * The address as it was before this transaction, and only if it was verified: nobody may have mail sent to a
     * stranger by entering the stranger's address and changing it. No event tells whether it was.
     */
    private static Optional<String> verifiedBefore(KeycloakSession session, String realmId, String userId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                null,
                aside -> {
                    RealmModel realm = aside.realms().getRealm(realmId);
                    aside.getContext().setRealm(realm);
                    return Optional.ofNullable(aside.users().getUserById(realm, userId))
                            .filter(UserModel::isEmailVerified)
                            .map(UserModel::getEmail);
                },
                "address before a change");
    }

    private static Map<String, String> kept(KeycloakSession session, String userId, Instant now) {
        Map<String, String> kept = new HashMap<>(
                Objects.requireNonNullElse(session.singleUseObjects().get(key(userId)), Map.of()));
        kept.values()
                .removeIf(until -> Instant.ofEpochMilli(Long.parseLong(until)).isBefore(now));
        return kept;
    }

    private static String key(String userId) {
        return "magento-link.addresses." + userId;
    }
}
