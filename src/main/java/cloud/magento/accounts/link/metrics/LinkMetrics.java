package cloud.magento.accounts.link.metrics;

import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.support.LinkError;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * The metrics of this extension on this server. Counters are resolved once for each realm, so a login allocates no
 * labels. If Keycloak's metrics are disabled, nothing is registered and nothing is counted.
 */
public final class LinkMetrics {

    /** In Prometheus the dots are underscores, and counters end with {@code _total}. */
    static final String PREFIX = "keycloak.magento.link.";
    /** The label with the name of the realm, as in Keycloak's own metrics. */
    static final String REALM = "realm";

    private static final ConcurrentMap<String, RealmCounters> COUNTERS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<String, Gauges> USERS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<String, Gauges> FINDINGS = new ConcurrentHashMap<>();

    private static volatile boolean enabled;

    private LinkMetrics() {}

    /**
     * Begins to count if Keycloak's metrics are enabled: then Keycloak has added a registry to Micrometer's global one
     * before it starts. Returns whether they are.
     */
    public static boolean start() {
        enabled = !Metrics.globalRegistry.getRegistries().isEmpty();
        return enabled;
    }

    /** Registers the counters of these realms, and removes all metrics of every other realm. */
    public static void retainRealms(Set<String> realms) {
        if (!enabled) {
            return;
        }
        realms.forEach(LinkMetrics::counters);
        COUNTERS.keySet().stream().filter(realm -> !realms.contains(realm)).forEach(LinkMetrics::removeRealm);
        USERS.keySet().stream().filter(realm -> !realms.contains(realm)).forEach(LinkMetrics::removeRealm);
        FINDINGS.keySet().stream().filter(realm -> !realms.contains(realm)).forEach(LinkMetrics::removeRealm);
    }

    /** Removes all metrics of a realm. */
    public static void removeRealm(String realm) {
        RealmCounters counters = COUNTERS.remove(realm);
        if (counters != null) {
            counters.remove();
        }
        removeGauges(USERS, realm);
        removeGauges(FINDINGS, realm);
    }

    /** Removes the gauges of all realms: another server counts now. */
    public static void removeGauges() {
        USERS.keySet().forEach(realm -> removeGauges(USERS, realm));
        FINDINGS.keySet().forEach(realm -> removeGauges(FINDINGS, realm));
    }

    private static void removeGauges(ConcurrentMap<String, Gauges> byRealm, String realm) {
        Gauges gauges = byRealm.remove(realm);
        if (gauges != null) {
            gauges.set(Map.of());
        }
    }

    /** Counts the decision of a login. */
    public static void countDecision(String realm, Decision decision) {
        count(realm, counters -> counters.count(decision));
    }

    /** Counts a link that was written, replaced or removed. */
    public static void countLink(String realm, LinkChangeOutcome change) {
        count(realm, counters -> counters.count(change));
    }

    /** Counts an error event of this extension, as an outcome of a link. */
    public static void countError(String realm, LinkError error) {
        count(realm, counters -> counters.count(error));
    }

    /** Counts a "Not now". */
    public static void countNotNow(String realm) {
        count(realm, RealmCounters::countNotNow);
    }

    /** Counts a sign-in that a connected user finished at the provider. */
    public static void countPrimaryLogin(String realm) {
        count(realm, RealmCounters::countPrimaryLogin);
    }

    /** Counts a request for tokens that was rejected. */
    public static void countRefusedTokens(String realm, TokenGrant grant) {
        count(realm, counters -> counters.count(grant));
    }

    /** Counts an email that reminds a user of the deadline. */
    public static void countReminder(String realm, ReminderOutcome outcome) {
        count(realm, counters -> counters.count(outcome));
    }

    private static void count(String realm, Consumer<RealmCounters> increment) {
        if (enabled) {
            increment.accept(counters(realm));
        }
    }

    private static RealmCounters counters(String realm) {
        RealmCounters counters = COUNTERS.get(realm);
        return counters != null
                ? counters
                : COUNTERS.computeIfAbsent(realm, name -> new RealmCounters(Metrics.globalRegistry, name));
    }

    /**
     * Sets how many users of a realm are in which state.
     *
     * @param byState a count for each code of the closed list of states
     */
    public static void setUsers(String realm, Map<String, Long> byState) {
        Map<Tags, Long> values = new HashMap<>();
        byState.forEach((state, count) -> values.put(Tags.of(REALM, realm, "state", state), count));
        set(USERS, realm, new Gauge("users", "Users of the realm's database by state"), values);
    }

    /**
     * Sets how many findings of each kind the check of a realm has.
     *
     * @param byLabels a count, also 0, for each finding of the closed list
     */
    public static void setFindings(String realm, Map<FindingLabels, Long> byLabels) {
        Map<Tags, Long> values = new HashMap<>();
        byLabels.forEach((labels, count) ->
                values.put(Tags.of(REALM, realm, "severity", labels.severity(), "code", labels.code()), count));
        set(FINDINGS, realm, new Gauge("check.findings", "Findings of the check of the set-up"), values);
    }

    private record Gauge(String name, String description) {}

    private static void set(ConcurrentMap<String, Gauges> byRealm, String realm, Gauge gauge, Map<Tags, Long> values) {
        if (enabled) {
            byRealm.computeIfAbsent(
                            realm, name -> new Gauges(Metrics.globalRegistry, gauge.name(), gauge.description()))
                    .set(values);
        }
    }
}
