package cloud.magento.accounts.link.cluster;

import java.util.List;
import org.infinispan.manager.EmbeddedCacheManager;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The names of the nodes, as Keycloak's log has them.
 *
 * @param self this node
 * @param others all others that the cluster consists of at this moment
 */
record ClusterMembers(String self, List<String> others) {

    /** None has a name if Keycloak runs without embedded caches that are shared, such as with {@code --cache=local}. */
    static ClusterMembers of(KeycloakSession session) {
        InfinispanConnectionProvider infinispan = session.getProvider(InfinispanConnectionProvider.class);
        EmbeddedCacheManager manager = infinispan
                .getCache(InfinispanConnectionProvider.USER_CACHE_NAME)
                .getCacheManager();
        if (manager.getMembers() == null) {
            return new ClusterMembers("", List.of());
        }
        String self = manager.getAddress().toString();
        List<String> others = manager.getMembers().stream()
                .map(Object::toString)
                .filter(name -> !name.equals(self))
                .toList();
        return new ClusterMembers(self, others);
    }

    boolean isCluster() {
        return !self.isEmpty();
    }
}
