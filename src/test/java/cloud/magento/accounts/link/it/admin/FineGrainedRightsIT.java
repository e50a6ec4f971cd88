package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.ServiceAdmin;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.SinceKeycloak;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.AuthorizationResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.authorization.ScopePermissionRepresentation;
import org.keycloak.representations.idm.authorization.UserPolicyRepresentation;

/** An admin whom Keycloak's fine-grained permissions allow to view all users, without a role that does. */
@Tag("writes")
@SinceKeycloak(value = "26.7", because = "older versions answer 500 once fine-grained permissions are off again")
final class FineGrainedRightsIT {

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";

    private final ServiceAdmin admin = new ServiceAdmin(Site.cloud(), "query-users");

    @BeforeEach
    void permit() {
        enable(true);
        UserPolicyRepresentation policy = new UserPolicyRepresentation();
        policy.setName(admin.userId());
        policy.setUsers(Set.of(admin.userId()));
        try (Response response = permissions().policies().user().create(policy)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        ScopePermissionRepresentation permission = new ScopePermissionRepresentation();
        permission.setName("Users for " + admin.userId());
        permission.setResourceType("Users");
        permission.setScopes(Set.of("view", "manage"));
        permission.setPolicies(Set.of(policy.getName()));
        try (Response response = permissions().permissions().scope().create(permission)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    @AfterEach
    void forbid() {
        permissions()
                .permissions()
                .scope()
                .findById(permissions()
                        .permissions()
                        .scope()
                        .findByName("Users for " + admin.userId())
                        .getId())
                .remove();
        permissions()
                .policies()
                .user()
                .findById(permissions()
                        .policies()
                        .user()
                        .findByName(admin.userId())
                        .getId())
                .remove();
        enable(false);
        admin.close();
    }

    @Test
    void areNotEnoughForWhatIsAboutAllUsers() {
        String token = admin.token();
        assertThat(usersByKeycloak(token).status()).as("the permission works").isEqualTo(200);
        assertThat(usersByKeycloak(token).body()).contains("\"username\"");

        assertThat(Reports.get("progress", Map.of(), JSON, token).status()).isEqualTo(403);
        assertThat(Reports.get("users", Map.of(), JSON, token).status()).isEqualTo(403);
        assertThat(Reports.get("users", Map.of(), CSV, token).status()).isEqualTo(403);
        assertThat(Reports.post("preview", "{}", token).status()).isEqualTo(403);
        assertThat(Reports.get("check", Map.of(), JSON, token).status()).isEqualTo(403);
        for (String path : List.of("sign-out", "reset", "reminders")) {
            assertThat(Reports.post(path, Map.of("dryRun", "true"), token).status())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    private static Http.Answer usersByKeycloak(String token) {
        return Http.send(HttpRequest.newBuilder(URI.create(Site.address() + "/admin/realms/cloud/users"))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private static AuthorizationResource permissions() {
        String id = Site.cloud()
                .clients()
                .findByClientId("admin-permissions")
                .get(0)
                .getId();
        return Site.cloud().clients().get(id).authorization();
    }

    private static void enable(boolean enabled) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setAdminPermissionsEnabled(enabled);
        Site.cloud().update(realm);
    }
}
