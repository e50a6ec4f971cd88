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
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
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

    /** Also limits how many mails of the scheduler a mail server can lose that confirms none. */
    private static final Duration WHILE_THE_MAIL_SERVER_IS_DOWN = Duration.ofMinutes(1);

    private static final String BEGUN = ".begun";
    private static final String LAST = "last";
    private static final String FAILURES = "failures";

    private final LogLimit logLimit = new LogLimit(Duration.ofHours(1));

    /**
     * A pass that this node or another one has begun.
     *
     * @param key names the settings, the mail server and the day
     * @param last the id of the last user; empty: the pass begins
     * @param hasFailures whether a mail failed in it and is still due
     */
    private record Pass(String key, String last, boolean hasFailures) {}

    /** A realm whose users can be reminded now. */
    private record Ready(String realmName, LinkSettings settings, Pass pass) {}

    /** Sends as many mails as the settings allow in a minute, if any are due. */
    void run(KeycloakSessionFactory sessions, String realmId) {
        Optional<Ready> ready =
                KeycloakModelUtils.runJobInTransactionWithResult(sessions, session -> ready(session, realmId));
        if (ready.isEmpty()) {
            return;
        }
        Pass pass = ready.get().pass();
        ReminderRun.start(sessions, realmId, ready.get().settings(), pass.last())
                .ifPresent(result -> {
                    log(ready.get(), realmId, result);
                    boolean hasFailures = pass.hasFailures() || result.failed() > 0;
                    Pass next = new Pass(pass.key(), result.last(), hasFailures);
                    KeycloakModelUtils.runJobInTransaction(sessions, session -> store(session, next, result.end()));
                });
    }

    private static void store(KeycloakSession session, Pass pass, End end) {
        SingleUseObjectProvider shared = session.singleUseObjects();
        switch (end) {
            case COMPLETE -> {
                shared.remove(pass.key() + BEGUN);
                pause(shared, pass, pass.hasFailures() ? AFTER_FAILURES : AFTER_A_PASS);
            }
            case LIMIT -> storeBegun(shared, pass);
            case MAIL_SERVER -> {
                storeBegun(shared, pass);
                pause(shared, pass, WHILE_THE_MAIL_SERVER_IS_DOWN);
            }
        }
    }

    private static void pause(SingleUseObjectProvider shared, Pass pass, Duration pause) {
        shared.putIfAbsent(pass.key(), pause.toSeconds());
    }

    private static void storeBegun(SingleUseObjectProvider shared, Pass pass) {
        shared.put(
                pass.key() + BEGUN,
                AFTER_A_PASS.toSeconds(),
                Map.of(LAST, pass.last(), FAILURES, Boolean.toString(pass.hasFailures())));
    }

    /** If the objects are lost, such as in a restart, the pass begins anew: nobody is reminded twice. */
    private static Pass begun(KeycloakSession session, String key) {
        Map<String, String> begun = session.singleUseObjects().get(key + BEGUN);
        return begun == null
                ? new Pass(key, "", false)
                : new Pass(key, begun.get(LAST), Boolean.parseBoolean(begun.get(FAILURES)));
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
        return settings.flatMap(usable -> Optional.of(passKey(realm, usable))
                .filter(key -> !session.singleUseObjects().contains(key))
                .map(key -> new Ready(realm.getName(), usable, begun(session, key))));
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
                            + ": some reminders may not have been sent, because the connection to the mail server"
                            + " broke or a change could not be stored. They are not sent again.");
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
