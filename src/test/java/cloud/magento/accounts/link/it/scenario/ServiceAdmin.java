package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/** A client of a realm whose service account has some of the realm's admin roles. */
public final class ServiceAdmin implements AutoCloseable {

    private static final String SECRET = "secret";

    private final RealmResource realm;
    private final String realmName;
    private final String clientId = "admin-" + UUID.randomUUID();
    private final String id;

    /** Creates it with these roles of {@code realm-management}. */
    public ServiceAdmin(RealmResource realm, String... roles) {
        this.realm = realm;
        this.realmName = realm.toRepresentation().getRealm();
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(clientId);
        client.setSecret(SECRET);
        client.setServiceAccountsEnabled(true);
        client.setStandardFlowEnabled(false);
        try (Response response = realm.clients().create(client)) {
            assertThat(response.getStatus()).isEqualTo(201);
            id = CreatedResponseUtil.getCreatedId(response);
        }
        String management =
                realm.clients().findByClientId("realm-management").get(0).getId();
        List<RoleRepresentation> granted = Stream.of(roles)
                .map(role -> realm.clients().get(management).roles().get(role).toRepresentation())
                .toList();
        if (!granted.isEmpty()) {
            realm.users().get(userId()).roles().clientLevel(management).add(granted);
        }
    }

    /** The id of its service account. */
    public String userId() {
        return realm.clients().get(id).getServiceAccountUser().getId();
    }

    /** A new access token. */
    public String token() {
        return Http.post(
                        Site.address() + "/realms/" + realmName + "/protocol/openid-connect/token",
                        Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", SECRET))
                .text("access_token");
    }

    @Override
    public void close() {
        realm.clients().get(id).remove();
    }
}
