package cloud.magento.accounts.link.reminder;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.mail.ReminderMail;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.metrics.ReminderOutcome;
import cloud.magento.accounts.link.reminder.ReminderResult.End;
import cloud.magento.accounts.link.report.DueReminders;
import cloud.magento.accounts.link.report.DueReminders.Due;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** One run over the users of a realm. It ends when the rate of a minute is used up, or after less than a minute. */
public final class ReminderRun {

    private static final Logger LOG = Logger.getLogger(ReminderRun.class);

    /** How many users are looked at in a transaction. */
    private static final int PAGE = 500;

    private static final Duration LONGEST = Duration.ofSeconds(45);

    /** After so many failures in a row, the mail server counts as down. */
    private static final int MOST_FAILURES_IN_A_ROW = 5;

    private final KeycloakSessionFactory sessions;
    private final String realmId;
    private final LinkSettings settings;
    private final ReminderClaim claim;
    private final Instant end = now().plus(LONGEST);
    private String last;
    private String lastBeforeFailures;
    private long sent;
    private long failed;
    private int failuresInARow;

    private ReminderRun(KeycloakSessionFactory sessions, String realmId, LinkSettings settings, String after) {
        this.sessions = sessions;
        this.realmId = realmId;
        this.settings = settings;
        this.claim = new ReminderClaim(sessions, realmId);
        this.last = after;
        this.lastBeforeFailures = after;
    }

    /**
     * Reminds users in the order of their ids.
     *
     * @param settings those in effect, in mode {@code on} and with milestones. The realm must have a mail server
     * @param after the id after which the run starts; empty: the first user
     * @return empty: another run is going on, on whichever node, or the rate of the minute is used up
     */
    public static Optional<ReminderResult> start(
            KeycloakSessionFactory sessions, String realmId, LinkSettings settings, String after) {
        ReminderTurn turn = new ReminderTurn(sessions, realmId);
        if (!turn.take()) {
            return Optional.empty();
        }
        ReminderRun run = new ReminderRun(sessions, realmId, settings, after);
        try {
            return Optional.of(run.toEnd());
        } finally {
            turn.end(run.sent, settings.reminders().perMinute());
        }
    }

    private static Instant now() {
        return KeycloakClock.INSTANCE.instant();
    }

    private ReminderResult toEnd() {
        End reason = sendAll();
        boolean isDown = reason == End.MAIL_SERVER;
        return new ReminderResult(sent, failed, isDown ? lastBeforeFailures : last, reason);
    }

    private End sendAll() {
        DueReminders.Page page;
        do {
            page = page();
            for (Due due : page.due()) {
                if (sent >= settings.reminders().perMinute() || !now().isBefore(end)) {
                    return End.LIMIT;
                }
                if (!remind(due.userId()) && failuresInARow == MOST_FAILURES_IN_A_ROW) {
                    return End.MAIL_SERVER;
                }
                last = due.userId();
            }
            last = page.last();
        } while (!page.isLast());
        return End.COMPLETE;
    }

    private DueReminders.Page page() {
        return KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            session.getContext().setRealm(realm);
            return DueReminders.page(Rollout.of(session, realm), last, PAGE);
        });
    }

    /** Returns false if the mail was not accepted. */
    private boolean remind(String userId) {
        Optional<Due> due = claim.take(userId);
        if (due.isEmpty()) {
            return true;
        }
        if (send(due.get())) {
            sent++;
            failuresInARow = 0;
            return true;
        }
        claim.takeBack(due.get());
        failed++;
        if (failuresInARow++ == 0) {
            lastBeforeFailures = last;
        }
        return false;
    }

    /** In a transaction of its own, which holds no lock: a mail server can take long. */
    private boolean send(Due due) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, session -> send(session, due));
            return true;
        } catch (ReminderFailedException e) {
            LOG.debugf(e, "User %s: the reminder was not sent", due.userId());
            return false;
        }
    }

    private void send(KeycloakSession session, Due due) {
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        UserModel user = session.users().getUserById(realm, due.userId());
        try {
            ReminderMail.send(new UserContext(session, realm, user), settings, due.deadline());
            LinkMetrics.countReminder(realm.getName(), ReminderOutcome.SENT);
        } catch (Exception e) {
            LinkMetrics.countReminder(realm.getName(), ReminderOutcome.FAILED);
            // Whatever the reason, the mail is not on its way, and the claim must be taken back.
            throw new ReminderFailedException(e);
        }
    }

    private static final class ReminderFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private ReminderFailedException(Throwable cause) {
            super(cause);
        }
    }
}
