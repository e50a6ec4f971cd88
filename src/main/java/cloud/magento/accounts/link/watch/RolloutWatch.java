package cloud.magento.accounts.link.watch;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.check.Finding.Code;
import cloud.magento.accounts.link.check.SetupCheck;
import cloud.magento.accounts.link.metrics.FindingLabels;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.report.ProgressReport;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.RolloutRealms;
import cloud.magento.accounts.link.report.RolloutRealms.NamedRealm;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Checks and counts in a thread of its own, in transactions of its own. Keycloak's timer has one thread for all tasks,
 * and a count of a large realm takes seconds. A failure is logged and has no other effect.
 */
public final class RolloutWatch {

    private static final Logger LOG = Logger.getLogger(RolloutWatch.class);
    private static final String THREAD = "magento-link-watch";
    /** The first logins have the server to themselves. A command such as {@code kc.sh export} has ended by then. */
    private static final Duration AFTER_START = Duration.ofSeconds(5);

    private final KeycloakSessionFactory factory;
    private final Duration period;
    private final CountingTurn turn;
    private final FindingsLog log = new FindingsLog();
    private final LastingFindings lasting = new LastingFindings();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Set<String> waitingForNodes = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor executor;

    private boolean hasChecked;
    private boolean hasMetrics;
    private boolean isCounting;

    /**
     * Creates the watch of this server.
     *
     * @param period the time between two counts
     */
    public RolloutWatch(KeycloakSessionFactory factory, Duration period) {
        this.factory = factory;
        this.period = period;
        this.turn = new CountingTurn(period);
        this.executor = new ScheduledThreadPoolExecutor(1, RolloutWatch::thread);
        executor.setRemoveOnCancelPolicy(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, THREAD);
        thread.setDaemon(true);
        return thread;
    }

    /** Begins, once the server has started: checks every realm, and counts periodically if metrics are enabled. */
    public void start() {
        hasMetrics = LinkMetrics.start();
        if (hasMetrics) {
            executor.scheduleWithFixedDelay(
                    this::watchAll, AFTER_START.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            executor.schedule(this::watchAll, AFTER_START.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Checks a realm whose settings have changed, soon and in the background. Changes in quick succession are one. */
    public void checkSoon(String realmId) {
        checkAfter(Duration.ZERO, waiting, realmId);
    }

    /** Checks a realm once after the delay, however often this is called meanwhile. */
    private void checkAfter(Duration delay, Set<String> pending, String realmId) {
        if (pending.add(realmId) && !executor.isShutdown()) {
            Runnable check = () -> {
                pending.remove(realmId);
                unlessItFails(() -> inRealm(realmId, this::checkChanged));
            };
            executor.schedule(check, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the thread. */
    public void stop() {
        executor.shutdownNow();
    }

    private void watchAll() {
        unlessItFails(() -> {
            List<NamedRealm> realms = inTransaction(RolloutRealms::of);
            LinkMetrics.retainRealms(realms.stream().map(NamedRealm::name).collect(Collectors.toSet()));
            isCounting = hasMetrics && inTransaction(turn::take);
            if (!isCounting) {
                LinkMetrics.removeGauges();
            }
            if (isCounting || !hasChecked) {
                realms.forEach(realm -> unlessItFails(() -> inRealm(realm.id(), this::watch)));
            }
            hasChecked = true;
        });
    }

    private void watch(Rollout rollout) {
        check(rollout);
        if (isCounting) {
            Map<String, Long> byState = new HashMap<>();
            ProgressReport.count(rollout).byState().forEach((state, count) -> byState.put(state.code(), count));
            LinkMetrics.setUsers(rollout.realm().getName(), byState);
        }
    }

    /** A realm that does not use the extension, or no longer, has no findings. */
    private void checkChanged(Rollout rollout) {
        if (rollout.isActionRegistered()) {
            check(rollout);
        } else {
            LinkMetrics.removeRealm(rollout.realm().getName());
        }
    }

    private void check(Rollout rollout) {
        RealmModel realm = rollout.realm();
        List<Finding> all = SetupCheck.findings(rollout);
        List<Finding> findings = lasting.of(realm.getId(), all, rollout.now());
        if (findings.size() < all.size()) {
            checkAfter(LastingFindings.LASTS, waitingForNodes, realm.getId());
        }
        log.write(realm.getId(), realm.getName(), findings);
        if (isCounting) {
            LinkMetrics.setFindings(realm.getName(), byLabels(findings));
        }
    }

    static Map<FindingLabels, Long> byLabels(List<Finding> findings) {
        Map<FindingLabels, Long> counts = new HashMap<>();
        for (Code code : Code.values()) {
            code.severities().forEach(severity -> counts.put(new FindingLabels(severity.code(), code.code()), 0L));
        }
        findings.forEach(finding -> counts.merge(new FindingLabels(finding.severity(), finding.code()), 1L, Long::sum));
        return counts;
    }

    /** The work gets a session whose context has the realm, as in a request. It does nothing if the realm is gone. */
    private void inRealm(String realmId, Consumer<Rollout> work) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm != null) {
                session.getContext().setRealm(realm);
                work.accept(Rollout.of(session, realm));
            }
        });
    }

    private <T> T inTransaction(Function<KeycloakSession, T> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, work::apply);
    }

    /** An exception would end the periodic work. If the server stops, its database is closed. */
    private void unlessItFails(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!executor.isShutdown()) {
                LOG.warn("The set-up was not checked, or the users were not counted for the metrics.", e);
            }
        }
    }
}
