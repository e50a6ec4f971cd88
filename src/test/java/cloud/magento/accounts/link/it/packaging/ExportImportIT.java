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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.FederatedIdentityRepresentation;
import org.keycloak.representations.idm.PartialImportRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.util.JsonSerialization;

/** The realm through an export and an import, and connected users through a partial import that overwrites them. */
@DisplayName("Export and import")
final class ExportImportIT extends CloudScenario {

    private static final String DEADLINE = "magentoLinkDeadline";

    private final List<RealmResource> created = new ArrayList<>();

    /** Not at the end of the test: if this fails, too, JUnit tells the failure of the test first. */
    @AfterEach
    void removeRealms() {
        created.forEach(RealmResource::remove);
    }

    /** At the first import Keycloak adds defaults of its own. From then on nothing changes. */
    @Test
    void ofTheRealmAreStable() throws IOException {
        String name = "moved-" + UUID.randomUUID().toString().substring(0, 8);
        String file = Files.readString(Build.root().resolve("realm-export.json"))
                .replace("\"realm\": \"cloud\"", "\"realm\": \"" + name + "\"")
                .replaceAll("\\$\\{MAGENTO_\\w+:([^}]*)}", "$1");
        RealmResource realm = Site.create(JsonSerialization.readValue(file, RealmRepresentation.class));
        created.add(realm);

        JsonNode first = RealmTrees.export(realm);
        importAgain(realm, first);
        JsonNode second = RealmTrees.export(realm);
        importAgain(realm, second);

        assertThat(RealmTrees.sorted(RealmTrees.export(realm))).isEqualTo(RealmTrees.sorted(second));
        assertThat(first.toString())
                .contains("magento-link-guard", "magento-link-executor", "magento-link-authenticator", DEADLINE);
        assertThat(realm.flows().getRequiredActionConfig(ActionSettings.ACTION).getConfig())
                .isEqualTo(Site.cloud()
                        .flows()
                        .getRequiredActionConfig(ActionSettings.ACTION)
                        .getConfig());
        assertThat(RealmTrees.findings(name, "error")).isEmpty();
    }

    /** Keycloak deletes the user and creates the one of the file, who has the file's links. */
    @Test
    void ofConnectedUsersKeepTheirLinksIfTheFileHasTheIdsAndTheLinks() {
        CloudUser user = users.linked();
        users.attribute(user, DEADLINE, "2031-01-01T00:00:00Z");
        UserRepresentation stored = users.stored(user);
        stored.setFederatedIdentities(users.resource(user).getFederatedIdentity());

        assertThat(overwrite(stored)).isEqualTo(200);

        UserRepresentation imported = found(user);
        assertThat(imported.getId()).isEqualTo(user.id());
        assertThat(linksOf(imported)).singleElement().satisfies(link -> {
            assertThat(link.getIdentityProvider()).isEqualTo(CloudUsers.ALIAS);
            assertThat(link.getUserId()).isEqualTo(user.magento().id());
        });
        assertThat(imported.getAttributes()).containsEntry(DEADLINE, List.of("2031-01-01T00:00:00Z"));
        signInByButton(user.magento(), app.signIn()).appPage();
    }

    /** The new user would have the account of the old one, who is stored until the import has ended. */
    @Test
    void ofConnectedUsersWithoutTheirIdsIsRejectedAndChangesNothing() {
        CloudUser user = users.linked();
        UserRepresentation stored = users.stored(user);
        stored.setFederatedIdentities(users.resource(user).getFederatedIdentity());
        stored.setId(null);

        assertThat(overwrite(stored)).isEqualTo(409);

        assertThat(found(user).getId()).isEqualTo(user.id());
        assertThat(linksOf(found(user)))
                .singleElement()
                .returns(user.magento().id(), FederatedIdentityRepresentation::getUserId);
    }

    /** What the list of users returns has no links, so a file made of it loses them. */
    @Test
    void ofConnectedUsersWithoutTheLinksInTheFileLosesThem() {
        CloudUser user = users.linked();
        UserRepresentation listed =
                Site.cloud().users().searchByUsername(user.username(), true).get(0);
        assertThat(listed.getFederatedIdentities()).isNull();

        assertThat(overwrite(listed)).isEqualTo(200);

        assertThat(linksOf(found(user))).isEmpty();
    }

    private static void importAgain(RealmResource realm, JsonNode export) throws IOException {
        realm.remove();
        Site.create(JsonSerialization.readValue(export.toString(), RealmRepresentation.class));
    }

    private static int overwrite(UserRepresentation user) {
        PartialImportRepresentation file = new PartialImportRepresentation();
        file.setIfResourceExists("OVERWRITE");
        file.setUsers(List.of(user));
        try (Response response = Site.cloud().partialImport(file)) {
            return response.getStatus();
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
