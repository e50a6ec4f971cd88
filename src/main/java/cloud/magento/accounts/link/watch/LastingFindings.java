package cloud.magento.accounts.link.watch;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.check.Finding.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Leaves out what only the start of another node causes: it is a member of the cluster for some time before it
 * announces its version. A difference between nodes counts once it has lasted.
 */
final class LastingFindings {

    /** How long a difference lasts before it counts. */
    static final Duration LASTS = Duration.ofMinutes(2);

    private static final Predicate<Finding> ABOUT_NODES =
            finding -> finding.code().equals(Code.NODES_DIFFER.code());

    private final Map<String, Instant> sinceByRealmId = new ConcurrentHashMap<>();

    /** The findings of a check at this instant that count. */
    List<Finding> of(String realmId, List<Finding> findings, Instant now) {
        if (findings.stream().noneMatch(ABOUT_NODES)) {
            sinceByRealmId.remove(realmId);
            return findings;
        }
        Instant since = sinceByRealmId.computeIfAbsent(realmId, first -> now);
        return now.isBefore(since.plus(LASTS))
                ? findings.stream().filter(ABOUT_NODES.negate()).toList()
                : findings;
    }
}
