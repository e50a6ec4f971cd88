package cloud.magento.accounts.link.reminder;

import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The turn of one run to remind the users of a realm, on all nodes together. After a turn the next one waits as long as
 * the mails of this one take at the rate of the settings. A turn that never ends, because its node has, expires.
 */
final class ReminderTurn {

    /** More than the longest run, which ends with a mail server that does not respond. */
    private static final int EXPIRES_SECONDS = 180;

    private static final int MINUTE_SECONDS = 60;
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
     * @param tried how many mails were given to the mail server in it
     * @param perMinute how many mails are sent in a minute, at most
     */
    void end(KeycloakSession session, long tried, int perMinute) {
        SingleUseObjectProvider shared = session.singleUseObjects();
        Map<String, String> holder = shared.get(key);
        if (holder == null || !run.equals(holder.get(RUN))) {
            return;
        }
        long pause = tried * MINUTE_SECONDS / perMinute;
        if (pause > 0) {
            shared.put(key, pause, Map.of());
        } else {
            shared.remove(key);
        }
    }
}
