package cloud.magento.accounts.link.watch;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.config.SingleLine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** Writes the findings of the check to the log. A finding is written again only if it was gone in between. */
final class FindingsLog {

    private static final Logger LOG = Logger.getLogger(FindingsLog.class);
    private static final Map<Finding.Severity, Level> LEVELS = Map.of(
            Finding.Severity.ERROR, Level.ERROR,
            Finding.Severity.WARNING, Level.WARN,
            Finding.Severity.INFO, Level.INFO);

    private final Map<String, Set<Finding>> lastByRealmId = new ConcurrentHashMap<>();

    /** Writes the findings that the last check of the realm did not have. */
    void write(String realmId, String realm, List<Finding> findings) {
        news(realmId, findings).forEach(finding -> LOG.log(LEVELS.get(finding.rank()), line(realm, finding)));
    }

    /** The findings that the last call for this realm did not have, each once. */
    List<Finding> news(String realmId, List<Finding> findings) {
        Set<Finding> last = lastByRealmId.getOrDefault(realmId, Set.of());
        lastByRealmId.put(realmId, Set.copyOf(findings));
        return findings.stream()
                .distinct()
                .filter(finding -> !last.contains(finding))
                .toList();
    }

    /** Aliases and names of admins are part of the texts. */
    static String line(String realm, Finding finding) {
        return SingleLine.of(
                "Check of realm " + realm + ": " + finding.code() + ". " + finding.message() + " Remedy: "
                        + finding.remedy(),
                " ");
    }
}
