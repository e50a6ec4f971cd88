package cloud.magento.accounts.link.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * A lock that holds across the cluster until the transaction has ended. Keycloak's database has no unique key on the
 * upstream id, so two users who confirm the same account at the same moment must queue here; and so must two tabs of one user.
 */
final class LinkLock {

    /** Outlives any transaction; frees the lock where a server dies while it holds it. */
    private static final Duration LONGEST_HELD = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private LinkLock() {}

    /**
     * Takes the lock on one upstream account, then on the user, unless this request has them; false where somebody else
     * keeps holding one. Nobody waits for an account while holding a user.
     */
    static boolean take(KeycloakSession session, RealmModel realm, FederatedIdentityModel link, UserModel user) {
        return take(session, realm.getId() + '\n' + link.getIdentityProvider() + '\n' + link.getUserId())
                && take(session, realm.getId() + '\n' + user.getId());
    }

    private static boolean take(KeycloakSession session, String what) {
        SingleUseObjectProvider store = session.singleUseObjects();
        String key = "magento-link." + sha256(what);
        if (session.getAttribute(key) != null) {
            return true;
        }
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!store.putIfAbsent(key, LONGEST_HELD.toSeconds())) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
        session.setAttribute(key, true);
        Afterwards.inAnyCase(session, () -> store.remove(key));
        return true;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
