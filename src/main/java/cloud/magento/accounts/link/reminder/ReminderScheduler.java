package cloud.magento.accounts.link.reminder;

import cloud.magento.accounts.link.report.RolloutRealms;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LogLimit;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TimerProvider;

/**
 * Lets Keycloak's scheduler look for reminders at an interval, once the server has started. Keycloak's timer has one
 * thread for all tasks of a server, so the mails are sent by threads of their own, one for each realm.
 */
public final class ReminderScheduler implements ProviderEventListener, ScheduledTask {

    private static final Logger LOG = Logger.getLogger(ReminderScheduler.class);

    private static final String NAME = "magento-link-reminders";

    private final Duration interval;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final RealmReminders reminders = new RealmReminders();
    private final LogLimit logLimit = new LogLimit(Duration.ofHours(1));

    /** Creates it with the interval of the scheduler. */
    public ReminderScheduler(Duration interval) {
        this.interval = interval;
    }

    /** Starts the schedule when the server has started. */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent started) {
            KeycloakModelUtils.runJobInTransaction(
                    started.getFactory(),
                    session -> session.getProvider(TimerProvider.class).scheduleTask(this, interval.toMillis(), NAME));
        }
    }

    @Override
    public String getTaskName() {
        return NAME;
    }

    /** Starts a run in each realm that has milestones and in which this node does not run already. */
    @Override
    public void run(KeycloakSession session) {
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        ExecutorService executor = session.getProvider(ExecutorsProvider.class).getExecutor(NAME);
        for (String realmId : RolloutRealms.withReminders(session)) {
            if (running.add(realmId)) {
                executor.execute(() -> run(sessions, realmId));
            }
        }
    }

    private void run(KeycloakSessionFactory sessions, String realmId) {
        try {
            reminders.run(sessions, realmId);
        } catch (RuntimeException e) {
            boolean isNew = logLimit.takeTurn(realmId, String.valueOf(e), KeycloakClock.INSTANCE.instant());
            LOG.logf(
                    isNew ? Level.ERROR : Level.DEBUG,
                    e,
                    "Realm %s: the run of the reminders has failed. The next one tries again.",
                    realmId);
        } finally {
            running.remove(realmId);
        }
    }
}
