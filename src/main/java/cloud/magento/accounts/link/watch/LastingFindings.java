package cloud.magento.accounts.link.watch;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.check.Finding.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Leaves out what only the start of another node causes: it is a member of the cluster for some time before it
 * announces its version. A difference between nodes counts once it has lasted.
 */
final class LastingFindings {

    /** How long a difference lasts before it counts. */
    static final Duration LASTS = Duration.ofMinutes(2);

    private static final Predicate<Finding> ABOUT_NODES =
            finding -> finding.code().equals(Code.NODES_DIFFER.code());

    private final Map<String, Map<Finding, Instant>> sinceByRealmId = new ConcurrentHashMap<>();

    /** The findings of a check at this instant that count. */
    List<Finding> of(String realmId, List<Finding> findings, Instant now) {
        Map<Finding, Instant> before = sinceByRealmId.getOrDefault(realmId, Map.of());
        Map<Finding, Instant> since = findings.stream()
                .filter(ABOUT_NODES)
                .distinct()
                .collect(Collectors.toMap(finding -> finding, finding -> before.getOrDefault(finding, now)));
        sinceByRealmId.put(realmId, since);
        return findings.stream()
                .filter(finding -> !since.containsKey(finding)
                        || !now.isBefore(since.get(finding).plus(LASTS)))
                .toList();
    }
}
