package cloud.magento.accounts.link.reminder;

import cloud.magento.accounts.link.link.LinkLock;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.report.DueReminders;
import cloud.magento.accounts.link.report.DueReminders.Due;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.Rollout.Phase;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.SentReminders;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTaskWithResult;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Stores that a reminder is sent, before it is sent. If the node ends in between, this one mail is never sent: better
 * none than two. Each step is a transaction of its own, under a lock of the database on the user, and reads past the
 * user cache. So two nodes never claim the same reminder.
 */
final class ReminderClaim {

    private static final Logger LOG = Logger.getLogger(ReminderClaim.class);

    private static final int ATTEMPTS = 3;

    private final KeycloakSessionFactory sessions;
    private final String realmId;

    ReminderClaim(KeycloakSessionFactory sessions, String realmId) {
        this.sessions = sessions;
        this.realmId = realmId;
    }

    /**
     * Claims the reminder that is due to a user now; empty: none is any longer, or another node works on the same user.
     */
    Optional<Due> take(String userId) {
        return underLock(userId, session -> claim(session, userId));
    }

    /**
     * Takes the claim back, so that the reminder is due again. A request that connects or changes the user can hold the
     * lock, so this waits for it more than once.
     *
     * @return false if the claim remains. The log says what an admin can do
     */
    boolean takeBack(Due due) {
        RuntimeException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (underLock(due.userId(), session -> remove(session, due)).isPresent()) {
                    return true;
                }
            } catch (RuntimeException e) {
                last = e;
            }
        }
        LOG.warn(remains(due, "was not sent") + " The change failed, or another request has locked the user.", last);
        return false;
    }

    /** For the log: what an admin can do about a claim that remains. */
    static String remains(Due due, String reason) {
        return "User " + due.userId() + ": the reminder " + reason + ", and it is not due any longer. To have it sent,"
                + " remove the value " + due.sent() + " from the user's attribute " + SentReminders.ATTRIBUTE + ".";
    }

    private Optional<Due> remove(KeycloakSession session, Due due) {
        session.getContext().setRealm(session.realms().getRealm(realmId));
        change(session, due.userId(), sent -> sent.remove(due.sent()));
        return Optional.of(due);
    }

    /**
     * Runs a step in a transaction that begins after the lock was taken and ends before the lock is released. With
     * REPEATABLE READ, a transaction that waits for the lock itself does not see what was stored meanwhile.
     *
     * @return empty also if another node holds the lock
     */
    private Optional<Due> underLock(String userId, KeycloakSessionTaskWithResult<Optional<Due>> step) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                sessions,
                outer -> LinkLock.takeUser(outer, realmId, userId)
                        ? KeycloakModelUtils.runJobInTransactionWithResult(sessions, step)
                        : Optional.empty());
    }

    private Optional<Due> claim(KeycloakSession session, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        Rollout rollout = Rollout.of(session, realm);
        if (rollout.phase() == Phase.INVALID || rollout.settings().mode() != Mode.ON) {
            return Optional.empty();
        }
        Optional<Due> due = DueReminders.of(rollout, userId).filter(reminder -> isAsked(rollout, userId));
        due.ifPresent(reminder -> change(session, userId, sent -> sent.add(reminder.sent())));
        return due;
    }

    /** Whether the store of the user agrees: it can disable users, and give roles that the database does not have. */
    private static boolean isAsked(Rollout rollout, String userId) {
        UserModel user = rollout.session().users().getUserById(rollout.realm(), userId);
        return user != null
                && user.isEnabled()
                && !Exemptions.isExempt(new UserContext(rollout.session(), rollout.realm(), user), rollout.settings());
    }

    private static void change(KeycloakSession session, String userId, Consumer<Set<String>> change) {
        RealmModel realm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(realm, userId);
        if (user != null) {
            Set<String> sent = new HashSet<>(DueReminders.sent(session, userId));
            change.accept(sent);
            SentReminders.store(new UserContext(session, realm, user), sent);
        }
    }
}
