package cloud.magento.accounts.link.reminder;

import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Whose turn it is to remind the users of a realm, on all nodes together. After a turn the next one waits as long as
 * the mails of this one take at the rate of the settings. A turn that never ends, because its node has, expires.
 */
final class ReminderTurn {

    /** More than the longest run, which ends with a mail server that does not respond. */
    private static final int EXPIRES_SECONDS = 180;

    private static final int MINUTE_SECONDS = 60;

    private final KeycloakSessionFactory sessions;
    private final String key;

    ReminderTurn(KeycloakSessionFactory sessions, String realmId) {
        this.sessions = sessions;
        this.key = "magento-link.reminders." + realmId;
    }

    /** Takes the turn; false if somebody else has it, or had it shortly before. */
    boolean take() {
        return put(EXPIRES_SECONDS);
    }

    /**
     * Ends the turn.
     *
     * @param sent how many mails were sent in it
     * @param perMinute how many mails are sent in a minute, at most
     */
    void end(long sent, int perMinute) {
        // The store accepts a key only once in a transaction.
        KeycloakModelUtils.runJobInTransaction(
                sessions, session -> session.singleUseObjects().remove(key));
        long pause = sent * MINUTE_SECONDS / perMinute;
        if (pause > 0) {
            put(pause);
        }
    }

    private boolean put(long seconds) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                sessions, session -> session.singleUseObjects().putIfAbsent(key, seconds));
    }
}
