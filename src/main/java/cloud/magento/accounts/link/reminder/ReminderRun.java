package cloud.magento.accounts.link.reminder;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.reminder.ReminderResult.End;
import cloud.magento.accounts.link.report.DueReminders;
import cloud.magento.accounts.link.report.DueReminders.Due;
import cloud.magento.accounts.link.support.KeycloakClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** One run over the users of a realm. It ends when the rate of a minute is used up, or after less than a minute. */
public final class ReminderRun {

    private static final Logger LOG = Logger.getLogger(ReminderRun.class);

    private static final Duration LONGEST = Duration.ofSeconds(45);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** After so many failures in a row, the mail server counts as down. */
    private static final int MOST_FAILURES_IN_A_ROW = 5;

    private final Users users;
    private final int perMinute;
    private final InstantSource clock;
    private final Instant begin;
    private String last;
    private long sent;
    private long failed;
    private long unconfirmed;
    private int failuresInARow;

    /** What became of the reminder of a user. */
    enum Outcome {
        SENT,
        /** The user was due when the page was read, and is not due any longer. */
        NOT_DUE,
        /** The mail server does not accept the recipient. The reminder remains due. */
        RECIPIENT_REJECTED,
        /** The reminder was not sent and remains due. */
        FAILED,
        /** It may have been sent, or it was not, and remains stored as sent. It is not due any longer. */
        UNCONFIRMED
    }

    /** The users of the realm. */
    interface Users {

        /** Those who are due, after this id; empty: from the first. */
        DueReminders.Page page(String after);

        /** Reminds one of them, if the reminder is still due. */
        Outcome remind(String userId);
    }

    ReminderRun(Users users, int perMinute, String after, InstantSource clock) {
        this.users = users;
        this.perMinute = perMinute;
        this.clock = clock;
        this.begin = clock.instant();
        this.last = after;
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
        ReminderTurn turn = new ReminderTurn(realmId);
        if (!KeycloakModelUtils.runJobInTransactionWithResult(sessions, turn::take)) {
            return Optional.empty();
        }
        int perMinute = settings.reminders().perMinute();
        ReminderRun run = new ReminderRun(
                new ReminderSender(sessions, realmId, settings), perMinute, after, KeycloakClock.INSTANCE);
        try {
            return Optional.of(run.toEnd());
        } finally {
            KeycloakModelUtils.runJobInTransaction(sessions, session -> turn.end(session, run.pause()));
        }
    }

    ReminderResult toEnd() {
        String start = last;
        End reason;
        try {
            reason = sendAll();
        } catch (RuntimeException e) {
            if (last.equals(start)) {
                throw e;
            }
            // The answer and the admin event tell what is done.
            LOG.warnf(e, "The users after %s were not read.", last);
            reason = End.LIMIT;
        }
        return new ReminderResult(sent, failed, unconfirmed, last, reason);
    }

    /** How long the next run must wait: together with the time of this run, as long as the mails take at the rate. */
    Duration pause() {
        Duration pause = MINUTE.multipliedBy(tried()).dividedBy(perMinute).minus(elapsed());
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    /** A mail that fails is work for the mail server, too. */
    private long tried() {
        return sent + failed + unconfirmed;
    }

    /** Goes on behind users whose mail fails, so that they do not stop the others. */
    private End sendAll() {
        while (true) {
            DueReminders.Page page = users.page(last);
            for (Due due : page.due()) {
                if (tried() >= perMinute || isTimeUp()) {
                    return End.LIMIT;
                }
                remind(due.userId());
                last = due.userId();
                if (failuresInARow == MOST_FAILURES_IN_A_ROW) {
                    return End.MAIL_SERVER;
                }
            }
            last = page.last();
            if (page.isLast()) {
                return End.COMPLETE;
            }
            // Also if nobody of many pages is due.
            if (isTimeUp()) {
                return End.LIMIT;
            }
        }
    }

    private boolean isTimeUp() {
        return elapsed().compareTo(LONGEST) >= 0;
    }

    private Duration elapsed() {
        Duration elapsed = Duration.between(begin, clock.instant());
        // The clock of the machine can be set back.
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    private void remind(String userId) {
        switch (tryToRemind(userId)) {
            case SENT -> {
                sent++;
                failuresInARow = 0;
            }
            case RECIPIENT_REJECTED -> {
                failed++;
                // The mail server answers.
                failuresInARow = 0;
            }
            case FAILED -> {
                failed++;
                failuresInARow++;
            }
            case UNCONFIRMED -> {
                unconfirmed++;
                failuresInARow++;
            }
            case NOT_DUE -> {}
        }
    }

    /** An exception of one user, such as one of the user's store, does not end the run. */
    private Outcome tryToRemind(String userId) {
        try {
            return users.remind(userId);
        } catch (RuntimeException e) {
            LOG.warnf(e, "User %s was not reminded", userId);
            return Outcome.FAILED;
        }
    }
}
