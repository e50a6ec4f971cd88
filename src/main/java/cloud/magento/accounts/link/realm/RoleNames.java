package cloud.magento.accounts.link.realm;

import java.util.Optional;
import java.util.stream.IntStream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/**
 * Finds roles by the names that admins enter: a realm role by its name, a client role as {@code client.role}.
 * Keycloak's own KeycloakModelUtils.getRoleFromString does the same, but a later version removes it.
 */
public final class RoleNames {

    private RoleNames() {}

    /**
     * The role with this name; empty: there is none. A realm role takes precedence over a client role. Client ids and
     * names of roles can contain dots.
     */
    public static Optional<RoleModel> find(RealmModel realm, String name) {
        return Optional.ofNullable(realm.getRole(name))
                .or(() -> IntStream.range(0, name.length())
                        .filter(index -> name.charAt(index) == '.')
                        .mapToObj(dot -> clientRole(realm, name.substring(0, dot), name.substring(dot + 1)))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<RoleModel> clientRole(RealmModel realm, String clientId, String role) {
        return Optional.ofNullable(realm.getClientByClientId(clientId)).map(client -> client.getRole(role));
    }
}
