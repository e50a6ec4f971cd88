package cloud.magento.accounts.link.watch;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * The turn to count for the metrics, which one server of a cluster has. The server that has it keeps it as long as it
 * renews it. If that server ends, the turn expires half a period after the next renewal was due, and the first other
 * server that tries gets it.
 */
final class CountingTurn {

    private static final String KEY = "magento-link.counting";
    private static final String SERVER = "server";

    private final String server = UUID.randomUUID().toString();
    private final long lifespan;

    CountingTurn(Duration period) {
        this.lifespan = period.plus(period.dividedBy(2)).plusSeconds(1).toSeconds();
    }

    /** Takes or renews the turn. Returns whether this server has it. */
    boolean take(KeycloakSession session) {
        SingleUseObjectProvider shared = session.singleUseObjects();
        Map<String, String> holder = shared.get(KEY);
        boolean isOurs = holder == null ? shared.putIfAbsent(KEY, lifespan) : server.equals(holder.get(SERVER));
        if (isOurs) {
            shared.put(KEY, lifespan, Map.of(SERVER, server));
        }
        return isOurs;
    }
}
