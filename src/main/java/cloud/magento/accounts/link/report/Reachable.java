package cloud.magento.accounts.link.report;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.models.GroupModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Roles and groups with all that are below them. They are few, so their trees are read; no user is. */
final class Reachable {

    /** Databases limit the length of a list. */
    private static final int MAX_LIST = 500;

    private Reachable() {}

    /** The ids, and all that can be reached from them in steps. */
    static Set<String> from(Collection<String> ids, Function<List<String>, List<String>> step) {
        Set<String> found = new HashSet<>();
        Set<String> next = new HashSet<>(ids);
        while (!next.isEmpty()) {
            found.addAll(next);
            List<String> from = List.copyOf(next);
            next = new HashSet<>();
            for (int i = 0; i < from.size(); i += MAX_LIST) {
                next.addAll(step.apply(from.subList(i, Math.min(from.size(), i + MAX_LIST))));
            }
            next.removeAll(found);
        }
        return found;
    }

    /** The ids of these groups and of their subgroups. */
    static Set<String> withSubgroups(Collection<String> groups, EntityManager database) {
        return from(
                groups,
                ids -> database.createQuery(
                                "select g.id from GroupEntity g where g.parentId in (:groups)", String.class)
                        .setParameter("groups", ids)
                        .getResultList());
    }

    /** The ids of the groups at these paths and of their subgroups. A path without a group adds none. */
    static Set<String> groupsAt(List<String> paths, Rollout rollout, EntityManager database) {
        return withSubgroups(
                paths.stream()
                        .map(path -> Optional.ofNullable(
                                KeycloakModelUtils.findGroupByPath(rollout.session(), rollout.realm(), path)))
                        .flatMap(Optional::stream)
                        .map(GroupModel::getId)
                        .collect(Collectors.toSet()),
                database);
    }
}
