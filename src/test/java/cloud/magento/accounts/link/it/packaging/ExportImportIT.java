package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudScenario;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Build;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.util.JsonSerialization;

/** The realm through an export and an import, and connected users through a partial import that overwrites them. */
@DisplayName("Export and import")
final class ExportImportIT extends CloudScenario {

    private static final String SINCE = "magentoLinkSince";
    private static final String DEADLINE = "magentoLinkDeadline";

    @Test
    void ofTheRealmAreStable() throws IOException {
        String name = "moved-" + UUID.randomUUID().toString().substring(0, 8);
        String file = Files.readString(Build.root().resolve("realm-export.json"))
                .replace("\"realm\": \"cloud\"", "\"realm\": \"" + name + "\"")
                .replaceAll("\\$\\{MAGENTO_\\w+:([^}]*)}", "$1");
        RealmResource realm = Site.create(JsonSerialization.readValue(file, RealmRepresentation.class));
        try {
            JsonNode first = RealmTrees.export(realm);
            realm.remove();
            realm = Site.create(JsonSerialization.readValue(first.toString(), RealmRepresentation.class));
            JsonNode second = RealmTrees.export(realm);

            assertThat(RealmTrees.sorted(second)).isEqualTo(RealmTrees.sorted(first));
            assertThat(first.toString())
                    .contains("magento-link-guard", "magento-link-executor", "magento-link-authenticator", DEADLINE);
            assertThat(realm.flows()
                            .getRequiredActionConfig(ActionSettings.ACTION)
                            .getConfig())
                    .isEqualTo(Site.cloud()
                            .flows()
                            .getRequiredActionConfig(ActionSettings.ACTION)
                            .getConfig());
            assertThat(RealmTrees.findings(name, "error")).isEmpty();
        } finally {
            realm.remove();
        }
    }

    /** Keycloak deletes the user and creates the one of the file, who has the file's links. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofConnectedUsersKeepTheirLinks(boolean withId) {
        CloudUser user = users.linked();
        users.attribute(user, SINCE, "2030-01-02T03:04:05Z");
        users.attribute(user, DEADLINE, "2031-01-01T00:00:00Z");
        UserRepresentation stored = users.stored(user);
        stored.setFederatedIdentities(users.resource(user).getFederatedIdentity());
        if (!withId) {
            stored.setId(null);
        }

        overwrite(stored);

        UserRepresentation imported = found(user);
        assertThat(imported.getId().equals(user.id())).isEqualTo(withId);
        assertThat(linksOf(imported)).singleElement().satisfies(link -> {
            assertThat(link.getIdentityProvider()).isEqualTo(CloudUsers.ALIAS);
            assertThat(link.getUserId()).isEqualTo(user.magento().id());
        });
        assertThat(imported.getAttributes())
                .containsEntry(SINCE, List.of("2030-01-02T03:04:05Z"))
                .containsEntry(DEADLINE, List.of("2031-01-01T00:00:00Z"));
        signInByButton(user.magento(), app.signIn()).appPage();
    }

    /** What the admin endpoint of a user returns has no links, so a file made of it loses them. */
    @Test
    void ofConnectedUsersWithoutTheLinksInTheFileLoseThem() {
        CloudUser user = users.linked();
        UserRepresentation stored = users.stored(user);
        assertThat(stored.getFederatedIdentities()).isNull();

        overwrite(stored);

        assertThat(linksOf(found(user))).isEmpty();
    }

    private void overwrite(UserRepresentation user) {
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists("OVERWRITE");
        file.setUsers(List.of(user));
        try (Response response = Site.cloud().partialImport(file)) {
            assertThat(response.getStatus()).isEqualTo(200);
        }
    }

    private static UserRepresentation found(CloudUser user) {
        List<UserRepresentation> found = Site.cloud().users().searchByUsername(user.username(), true);
        assertThat(found).hasSize(1);
        return Site.cloud().users().get(found.get(0).getId()).toRepresentation();
    }

    private static List<FederatedIdentityRepresentation> linksOf(UserRepresentation user) {
        return Site.cloud().users().get(user.getId()).getFederatedIdentity();
    }
}
