package cloud.magento.accounts.link.reminder;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The turn of one run to remind the users of a realm, on all nodes together. After a turn the next one waits as long as
 * the run asks for. A turn that never ends, because its node has, expires.
 */
final class ReminderTurn {

    /** More than the longest run, which ends with a mail server that does not respond. */
    private static final int EXPIRES_SECONDS = 180;

    private static final String RUN = "run";

    private final String key;
    private final String run = UUID.randomUUID().toString();

    ReminderTurn(String realmId) {
        this.key = "magento-link.reminders." + realmId;
    }

    /** Takes the turn; false if another run has it, or had it shortly before. */
    boolean take(KeycloakSession session) {
        SingleUseObjectProvider shared = session.singleUseObjects();
        boolean isOurs = shared.putIfAbsent(key, EXPIRES_SECONDS);
        if (isOurs) {
            shared.put(key, EXPIRES_SECONDS, Map.of(RUN, run));
        }
        return isOurs;
    }

    /**
     * Ends the turn. If it has expired in the meantime, another run may have it. That one keeps it.
     *
     * @param pause how long the next run must wait, at least. It is rounded up to whole seconds
     */
    void end(KeycloakSession session, Duration pause) {
        SingleUseObjectProvider shared = session.singleUseObjects();
        Map<String, String> holder = shared.get(key);
        if (holder == null || !run.equals(holder.get(RUN))) {
            return;
        }
        if (pause.isZero()) {
            shared.remove(key);
        } else {
            shared.put(key, pause.plusSeconds(1).minusNanos(1).toSeconds(), Map.of());
        }
    }
}
