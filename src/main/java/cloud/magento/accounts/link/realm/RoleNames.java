package cloud.magento.accounts.link.realm;

import java.util.Optional;
import java.util.stream.IntStream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Finds roles by the names that admins write: a realm role by its name, a client role as {@code client.role}.
 * Keycloak's own KeycloakModelUtils.getRoleFromString does the same, but goes away in a later version.
 */
public final class RoleNames {

    private RoleNames() {}

    /**
     * The role of this name; a realm role goes before a client role. Ids of clients and names of roles may have dots.
     */
    public static Optional<RoleModel> named(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getRole(name))
                .or(() -> IntStream.range(0, name.length())
                        .filter(at -> name.charAt(at) == '.')
                        .mapToObj(dot -> ofClient(realm, name.substring(0, dot), name.substring(dot + 1)))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<RoleModel> ofClient(RealmModel realm, String clientId, String role) {
        return Optional.ofNullable(realm.getClientByClientId(clientId)).map(client -> client.getRole(role));
    }
}
