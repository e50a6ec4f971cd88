package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.support.KeycloakClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Changes many users, in the order of their ids. The users are listed in pages. Each user is changed in a transaction
 * of its own: what is done stays done if the call ends early, and a user who cannot be changed stops no other one.
 *
 * @param <T> what a page has of a user
 */
final class UserBatch<T> {

    private static final Logger LOG = Logger.getLogger(UserBatch.class);

    /** How many users are listed at once. */
    private static final int PAGE = 100;

    /** A call ends after this time even if users are left. Proxies commonly wait a minute for an answer. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Work<T> work;
    private final Instant end;

    private String after;
    private int left;
    private int failed;

    /** What is done, and with which users. Each method is called in a transaction of its own. */
    interface Work<T> {

        /** The next users. If there are fewer than {@code max}, these are the last. */
        List<T> page(KeycloakSession session, String after, int max);

        /** The id of a user. */
        String id(T user);

        /** Changes a user, in the realm of this session. Returns how to count the change once it is committed. */
        Runnable change(KeycloakSession session, T user);
    }

    private UserBatch(KeycloakSession session, RealmModel realm, BatchRequest request, Work<T> work) {
        this.session = session;
        this.realm = realm;
        this.work = work;
        this.end = KeycloakClock.INSTANCE.instant().plus(LONGEST);
        this.after = request.after();
        this.left = request.max();
    }

    /** Changes users of a realm until the request is fulfilled or the time is up. */
    static <T> BatchProgress run(KeycloakSession session, RealmModel realm, BatchRequest request, Work<T> work) {
        return new UserBatch<>(session, realm, request, work).run();
    }

    private BatchProgress run() {
        String start = after;
        boolean done = false;
        try {
            while (!done && left > 0 && !isTimeUp()) {
                int max = Math.min(PAGE, left);
                List<T> page = inTransaction(other -> work.page(other, after, max));
                boolean complete = changeAll(page);
                done = complete && page.size() < max;
            }
        } catch (RuntimeException e) {
            if (after.equals(start)) {
                throw e;
            }
            // The answer and the admin event tell what is done.
            LOG.warnf(e, "The users after %s were not read. The next call starts there.", after);
        }
        return new BatchProgress(failed, after, done);
    }

    /** Whether every user of the page was handled before the time was up. */
    private boolean changeAll(List<T> page) {
        for (T user : page) {
            if (isTimeUp()) {
                return false;
            }
            change(user);
            after = work.id(user);
            left--;
        }
        return true;
    }

    private void change(T user) {
        try {
            inTransaction(other -> work.change(other, user)).run();
        } catch (RuntimeException e) {
            LOG.warnf(e, "User %s was not changed", work.id(user));
            failed++;
        }
    }

    private boolean isTimeUp() {
        return !KeycloakClock.INSTANCE.instant().isBefore(end);
    }

    private <R> R inTransaction(Function<KeycloakSession, R> job) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), other -> {
            other.getContext().setRealm(other.realms().getRealm(realm.getId()));
            return job.apply(other);
        });
    }
}
