package cloud.magento.accounts.link.listener;

import cloud.magento.accounts.link.cluster.NodeAnnouncer;
import cloud.magento.accounts.link.idp.FailedCallback;
import cloud.magento.accounts.link.login.LoginActionsGate;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.reminder.ReminderScheduler;
import cloud.magento.accounts.link.watch.RolloutWatch;
import java.time.Duration;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel.RealmRemovedEvent;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderEvent;

/**
 * The entry point for requests and events of every realm, and for links by {@link LinkListeners}. It determines the
 * order in which the parts of this extension receive them.
 *
 * <p>It is the factory of a global event listener. Keycloak creates such listeners in every request that can end or
 * continue a login, before it looks up the login: no other extension point of Keycloak runs in a callback that fails.
 */
public final class MagentoLinkListenerFactory implements EventListenerProviderFactory {

    /** An earlier name. Realm files and the options of the server can contain it, so it stays. */
    private static final String ID = "magento-link-lost-answers";

    /** The option with the seconds between two counts for the metrics. */
    private static final String PERIOD = "count-seconds";

    private static final int DEFAULT_SECONDS = 300;

    private Duration period = Duration.ofSeconds(DEFAULT_SECONDS);
    private RolloutWatch watch;
    private NodeAnnouncer announcer;

    /**
     * Much less than a minute: a run begins at the first look after the pause that the rate of the settings asks for.
     */
    private static final int DEFAULT_REMINDER_INTERVAL_SECONDS = 10;

    /** How often the scheduler looks for reminders; zero: never. */
    private Duration reminderInterval;

    @Override
    public String getId() {
        return ID;
    }

    /**
     * Only the session of a login shows whether the login concerns this extension, so the listener serves all realms.
     */
    @Override
    public boolean isGlobal() {
        return true;
    }

    /** Called at the beginning of a request that can write events, before Keycloak looks up the login. */
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        LoginActionsGate.check(session);
        FailedCallback.watch(session);
        return new MagentoLinkListener(session, watch);
    }

    @Override
    public void init(Config.Scope config) {
        period = Duration.ofSeconds(Math.max(1, config.getInt(PERIOD, DEFAULT_SECONDS)));
        reminderInterval =
                Duration.ofSeconds(Math.max(0, config.getInt("reminderInterval", DEFAULT_REMINDER_INTERVAL_SECONDS)));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        LinkListeners.inOrder().forEach(factory::register);
        watch = new RolloutWatch(factory, period);
        announcer = new NodeAnnouncer(factory);
        factory.register(this::onServerEvent);
        if (!reminderInterval.isZero()) {
            factory.register(new ReminderScheduler(reminderInterval));
        }
    }

    private void onServerEvent(ProviderEvent event) {
        if (event instanceof PostMigrationEvent) {
            announcer.start();
            watch.start();
        } else if (event instanceof RealmRemovedEvent removed) {
            LinkMetrics.removeRealm(removed.getRealm().getName());
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.stop();
            announcer.stop();
        }
    }
}
