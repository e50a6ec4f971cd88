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
 * Remembers for 30 days which verified addresses a user had. An attacker who takes an account over changes its address
 * first; a notice to the new address alone would never reach the owner. The addresses are stored as Keycloak's
 * single-use objects, so no table is needed.
 */
public final class FormerAddresses {

    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** The oldest addresses stay: the owner's must not be forgotten if the address is changed again and again. */
    private static final int MAX_ADDRESSES = 5;

    private FormerAddresses() {}

    /**
     * Remembers the previous address if an event of the user reports a change, such as UPDATE_EMAIL or UPDATE_PROFILE.
     */
    public static void onEvent(KeycloakSession session, Event event) {
        if (event.getError() == null
                && event.getUserId() != null
                && event.getDetails() != null
                && event.getDetails().containsKey(Details.PREVIOUS_EMAIL)) {
            remember(session, event.getRealmId(), event.getUserId(), Instant.ofEpochMilli(event.getTime()));
        }
    }

    /** Remembers the previous address if an admin updated the user. The event of UserResource does not contain it. */
    public static void onEvent(KeycloakSession session, AdminEvent event) {
        String path = String.valueOf(event.getResourcePath());
        if (event.getOperationType() == OperationType.UPDATE && path.matches("users/[^/]+")) {
            remember(session, event.getRealmId(), path.split("/")[1], Instant.ofEpochMilli(event.getTime()));
        }
    }

    private static void remember(KeycloakSession session, String realmId, String userId, Instant now) {
        RealmModel realm = session.realms().getRealm(realmId);
        String key = key(userId);
        // The store accepts a key only once in a transaction.
        if (realm == null || !RealmSettings.isActive(realm) || session.getAttribute(key) != null) {
            return;
        }
        UserModel user = session.users().getUserById(realm, userId);
        verifiedBefore(session, realmId, userId)
                .filter(address -> user != null && !address.equalsIgnoreCase(user.getEmail()))
                .ifPresent(address -> {
                    Map<String, String> expirations = new HashMap<>(stored(session, userId, now));
                    if (expirations.size() < MAX_ADDRESSES || expirations.containsKey(address)) {
                        expirations.put(
                                address, Long.toString(now.plus(REMEMBERED).toEpochMilli()));
                        session.setAttribute(key, true);
                        session.singleUseObjects().put(key, REMEMBERED.toSeconds(), expirations);
                    }
                });
    }

    /**
     * The address before this transaction, and only if it was verified: a user must not be able to have mail sent to
     * another person by entering that person's address and changing it. No event contains whether it was verified.
     */
    private static Optional<String> verifiedBefore(KeycloakSession session, String realmId, String userId) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                null,
                newSession -> {
                    RealmModel realm = newSession.realms().getRealm(realmId);
                    newSession.getContext().setRealm(realm);
                    return Optional.ofNullable(newSession.users().getUserById(realm, userId))
                            .filter(UserModel::isEmailVerified)
                            .map(UserModel::getEmail);
                },
                "address before a change");
    }

    /** The former addresses of a user that have not expired. */
    static List<String> of(KeycloakSession session, String userId, Instant now) {
        return List.copyOf(stored(session, userId, now).keySet());
    }

    /** The addresses and the millisecond at which each expires. */
    private static Map<String, String> stored(KeycloakSession session, String userId, Instant now) {
        Map<String, String> expirations = new HashMap<>(
                Objects.requireNonNullElse(session.singleUseObjects().get(key(userId)), Map.of()));
        expirations
                .values()
                .removeIf(expiration ->
                        Instant.ofEpochMilli(Long.parseLong(expiration)).isBefore(now));
        return expirations;
    }

    private static String key(String userId) {
        return "magento-link.addresses." + userId;
    }
}
