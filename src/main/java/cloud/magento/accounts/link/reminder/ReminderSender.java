package cloud.magento.accounts.link.reminder;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.mail.ReminderMail;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.metrics.ReminderOutcome;
import cloud.magento.accounts.link.reminder.ReminderRun.Outcome;
import cloud.magento.accounts.link.report.DueReminders;
import cloud.magento.accounts.link.report.DueReminders.Due;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.support.UserContext;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Reads who is due, and sends single mails. Each step is a transaction of its own. */
final class ReminderSender implements ReminderRun.Users {

    private static final Logger LOG = Logger.getLogger(ReminderSender.class);

    /** How many users are looked at in a transaction. */
    private static final int PAGE = 500;

    private static final String MAYBE_NOT_SENT = "may not have been sent";

    private final KeycloakSessionFactory sessions;
    private final String realmId;
    private final LinkSettings settings;
    private final ReminderClaim claim;

    ReminderSender(KeycloakSessionFactory sessions, String realmId, LinkSettings settings) {
        this.sessions = sessions;
        this.realmId = realmId;
        this.settings = settings;
        this.claim = new ReminderClaim(sessions, realmId);
    }

    @Override
    public DueReminders.Page page(String after) {
        return KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            session.getContext().setRealm(realm);
            return DueReminders.page(Rollout.of(session, realm), after, PAGE);
        });
    }

    @Override
    public Outcome remind(String userId) {
        Optional<Due> claimed = claim.take(userId);
        if (claimed.isEmpty()) {
            return Outcome.NOT_DUE;
        }
        Due due = claimed.get();
        Optional<MailFailure> failure;
        try {
            failure = send(due);
        } catch (RuntimeException e) {
            LOG.warn(ReminderClaim.remains(due, MAYBE_NOT_SENT), e);
            return Outcome.UNCONFIRMED;
        }
        if (failure.isEmpty()) {
            return Outcome.SENT;
        }
        if (failure.get() == MailFailure.UNCONFIRMED) {
            LOG.warn(ReminderClaim.remains(due, MAYBE_NOT_SENT));
            return Outcome.UNCONFIRMED;
        }
        if (!claim.takeBack(due)) {
            return Outcome.UNCONFIRMED;
        }
        return failure.get() == MailFailure.RECIPIENT ? Outcome.RECIPIENT_REJECTED : Outcome.FAILED;
    }

    /** In a transaction of its own, which holds no lock: a mail server can take long. */
    private Optional<MailFailure> send(Due due) {
        return KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> send(session, due));
    }

    private Optional<MailFailure> send(KeycloakSession session, Due due) {
        RealmModel realm = session.realms().getRealm(realmId);
        session.getContext().setRealm(realm);
        Optional<MailFailure> failure = Optional.empty();
        try {
            UserModel user = session.users().getUserById(realm, due.userId());
            ReminderMail.send(new UserContext(session, realm, user), settings, due.deadline());
        } catch (Exception e) {
            // The exception may have broken the transaction, which has nothing to store.
            session.getTransactionManager().setRollbackOnly();
            failure = Optional.of(MailFailure.of(e));
            LOG.debugf(e, "User %s: the reminder: %s", due.userId(), failure.get());
        }
        LinkMetrics.countReminder(realm.getName(), failure.isEmpty() ? ReminderOutcome.SENT : ReminderOutcome.FAILED);
        return failure;
    }
}
