package cloud.magento.accounts.link.cluster;

import java.util.List;
import java.util.Optional;
import org.infinispan.manager.EmbeddedCacheManager;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * A node of the cluster.
 *
 * @param name as in Keycloak's log. A node may have the same name after each start
 * @param start all nodes have the same text for the node, and it has another one after each start
 */
record ClusterMember(String name, String start) {

    /**
     * This node. Empty: Keycloak runs without embedded caches that nodes share, with {@code --cache=local} or with an
     * external Infinispan.
     */
    static Optional<ClusterMember> self(KeycloakSession session) {
        return Optional.ofNullable((Object) manager(session).getAddress()).map(ClusterMember::of);
    }

    /** All other nodes that the cluster consists of at this moment. */
    static List<ClusterMember> others(KeycloakSession session) {
        Optional<ClusterMember> self = self(session);
        return self.isEmpty()
                ? List.of()
                : manager(session).getMembers().stream()
                        .map(address -> of((Object) address))
                        .filter(member -> !member.equals(self.get()))
                        .toList();
    }

    /** The address is an interface up to Infinispan 15 and a class from 16 on, so no method of its own is called. */
    private static ClusterMember of(Object address) {
        return new ClusterMember(address.toString(), Integer.toHexString(address.hashCode()));
    }

    private static EmbeddedCacheManager manager(KeycloakSession session) {
        // Each Keycloak has this cache, whatever is shared.
        return session.getProvider(InfinispanConnectionProvider.class)
                .getCache(InfinispanConnectionProvider.USER_CACHE_NAME)
                .getCacheManager();
    }
}
