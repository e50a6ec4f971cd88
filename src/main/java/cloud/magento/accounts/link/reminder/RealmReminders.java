package cloud.magento.accounts.link.reminder;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.policy.Mode;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.reminder.ReminderResult.End;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LogLimit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The runs of the scheduler. Several of them make one pass over the users of a realm: a run continues where the one
 * before has ended. After a pass, and while the mail server is down, no node looks at the users again for a while,
 * unless the settings or the mail server change, or the next day begins in the zone of the settings.
 */
final class RealmReminders {

    private static final Logger LOG = Logger.getLogger(RealmReminders.class);

    /** Also finds who has got a deadline or a verified address in the meantime. */
    private static final Duration AFTER_A_PASS = Duration.ofHours(1);

    private static final Duration AFTER_FAILURES = Duration.ofMinutes(10);

    /** Also limits how many mails a mail server can lose that confirms none. */
    private static final Duration WHILE_THE_MAIL_SERVER_IS_DOWN = Duration.ofMinutes(1);

    private final LogLimit logLimit = new LogLimit(Duration.ofHours(1));
    private final Map<String, Pass> passByRealmId = new ConcurrentHashMap<>();

    /**
     * A pass that this node has begun.
     *
     * @param key names the settings, the mail server and the day
     * @param last the id of the last user; empty: the pass begins
     * @param hasFailures whether a mail failed in it and is still due
     */
    private record Pass(String key, String last, boolean hasFailures) {}

    /** A realm whose users can be reminded now. */
    private record Ready(String realmName, LinkSettings settings, String passKey) {}

    /** Sends as many mails as the settings allow in a minute, if any are due. */
    void run(KeycloakSessionFactory sessions, String realmId) {
        Optional<Ready> ready =
                KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> ready(session, realmId));
        if (ready.isEmpty()) {
            return;
        }
        Pass pass = pass(realmId, ready.get().passKey());
        ReminderRun.start(sessions, realmId, ready.get().settings(), pass.last())
                .ifPresent(result -> {
                    log(ready.get(), realmId, result);
                    boolean hasFailures = pass.hasFailures() || result.failed() > 0;
                    if (result.end() == End.COMPLETE) {
                        passByRealmId.remove(realmId);
                        pause(sessions, pass, hasFailures ? AFTER_FAILURES : AFTER_A_PASS);
                    } else {
                        passByRealmId.put(realmId, new Pass(pass.key(), result.last(), hasFailures));
                    }
                    if (result.end() == End.MAIL_SERVER) {
                        pause(sessions, pass, WHILE_THE_MAIL_SERVER_IS_DOWN);
                    }
                });
    }

    private static void pause(KeycloakSessionFactory sessions, Pass pass, Duration pause) {
        KeycloakModelUtils.runJobInTransactionWithResult(
                sessions, session -> session.singleUseObjects().putIfAbsent(pass.key(), pause.toSeconds()));
    }

    private Optional<Ready> ready(KeycloakSession session, String realmId) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null) {
            return Optional.empty();
        }
        Optional<LinkSettings> settings = RealmSettings.usable(realm)
                .filter(usable -> usable.mode() == Mode.ON
                        && !usable.reminders().milestones().isEmpty());
        if (settings.isPresent() && realm.getSmtpConfig().isEmpty()) {
            warn(realmId, "Realm " + realm.getName() + ": no user is reminded, because the realm has no mail server.");
            return Optional.empty();
        }
        return settings.map(usable -> new Ready(realm.getName(), usable, passKey(realm, usable)))
                .filter(wanted -> !session.singleUseObjects().contains(wanted.passKey()));
    }

    private Pass pass(String realmId, String key) {
        Pass begun = passByRealmId.get(realmId);
        return begun != null && begun.key().equals(key) ? begun : new Pass(key, "", false);
    }

    private static String passKey(RealmModel realm, LinkSettings settings) {
        Map<String, String> server = realm.getSmtpConfig();
        String text = settings + " " + now().atZone(settings.schedule().zone()).toLocalDate() + " " + server.get("host")
                + " " + server.get("port");
        return "magento-link.reminded." + realm.getId() + '.'
                + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void log(Ready ready, String realmId, ReminderResult result) {
        if (result.sent() > 0) {
            LOG.infof("Realm %s: %d users were reminded to connect.", ready.realmName(), result.sent());
        }
        if (result.failed() > 0) {
            warn(
                    realmId,
                    "Realm " + ready.realmName() + ": the mail server does not accept all reminders. They are tried"
                            + " again.");
        }
        if (result.unconfirmed() > 0) {
            warn(
                    realmId,
                    "Realm " + ready.realmName()
                            + ": the connection to the mail server broke while reminders were sent."
                            + " They are not sent again, because the mail server may have accepted them.");
        }
    }

    private void warn(String realmId, String text) {
        if (logLimit.takeTurn(realmId, text, now())) {
            LOG.warn(text);
        }
    }

    private static Instant now() {
        return KeycloakClock.INSTANCE.instant();
    }
}
