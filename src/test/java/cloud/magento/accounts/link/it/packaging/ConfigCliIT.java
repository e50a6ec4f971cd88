package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Build;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/config-cli/realm.yaml}, sent to a new realm with the requests of keycloak-config-cli. */
@DisplayName("The sample for keycloak-config-cli")
final class ConfigCliIT {

    private final String name = "as-code-" + UUID.randomUUID().toString().substring(0, 8);
    private final ObjectNode file = sample();
    private RealmResource realm;

    @BeforeEach
    void createRealm() {
        RealmRepresentation empty = new RealmRepresentation();
        empty.setRealm(name);
        empty.setEnabled(true);
        realm = Site.create(empty);
    }

    @AfterEach
    void removeRealm() {
        realm.remove();
    }

    @Test
    void setsTheRealmUpAndChangesNothingWhenItIsSentAgain() {
        new ConfigCliReplay(realm, file).send();

        JsonNode first = RealmTrees.sorted(RealmTrees.export(realm));
        assertThat(RealmTrees.findings(name, "error")).isEmpty();
        assertThat(RealmTrees.findings(name, "warning")).doesNotContain("attributes_undeclared");
        assertThat(settings()).containsEntry("mode", "report").hasSize(14);

        new ConfigCliReplay(realm, file).send();

        assertThat(RealmTrees.sorted(RealmTrees.export(realm))).isEqualTo(first);

        // With primary login, the check looks at the flows, too.
        ((ObjectNode) file.at("/requiredActions/0/config")).put("primaryLogin", "on");
        new ConfigCliReplay(realm, file).send();
        assertThat(RealmTrees.findings(name, "error")).isEmpty();
    }

    @Test
    void replacesTheAttributesOfTheRealm() {
        RealmRepresentation own = realm.toRepresentation();
        own.getAttributes().put("own", "value");
        realm.update(own);
        assertThat(realm.toRepresentation().getAttributes()).containsKey("own");

        new ConfigCliReplay(realm, file).send();

        assertThat(realm.toRepresentation().getAttributes()).doesNotContainKey("own");
    }

    @Test
    void asksUsersForWhatKeycloakAsksByDefault() {
        UPConfig ofKeycloak = realm.users().userProfile().getConfiguration();

        new ConfigCliReplay(realm, file).send();

        UPConfig sent = realm.users().userProfile().getConfiguration();
        assertThat(ofKeycloak.getAttributes())
                .hasSize(4)
                .allSatisfy(attribute -> assertThat(
                                sent.getAttribute(attribute.getName()).getRequired())
                        .as(attribute.getName())
                        .isEqualTo(attribute.getRequired()));
        assertThat(sent.getUnmanagedAttributePolicy()).isEqualTo(ofKeycloak.getUnmanagedAttributePolicy());
    }

    @Test
    void leavesTheUserProfileWithoutItsAttribute() {
        file.remove("attributes");

        new ConfigCliReplay(realm, file).send();

        assertThat(RealmTrees.findings(name, "warning")).contains("attributes_undeclared");
    }

    /** The console refuses such a value. These tools store it, and only the check says so. */
    @ParameterizedTest
    @CsvSource({"cutoff, soon, error, settings_invalid", "cutof, 2030-04-01, warning, settings_unknown_key"})
    void storesWhatCannotWorkAndTheCheckFindsIt(String key, String value, String severity, String finding) {
        ((ObjectNode) file.at("/requiredActions/0/config")).put(key, value);

        new ConfigCliReplay(realm, file).send();

        assertThat(settings()).containsEntry(key, value);
        assertThat(RealmTrees.findings(name, severity)).contains(finding);
    }

    @Test
    void clearsTheSettingsIfTheActionHasNone() {
        new ConfigCliReplay(realm, file).send();
        ((ObjectNode) file.at("/requiredActions/0")).remove("config");

        new ConfigCliReplay(realm, file).send();

        assertThat(settings()).isNullOrEmpty();
        assertThat(RealmTrees.findings(name, "error")).contains("settings_empty");
    }

    private Map<String, String> settings() {
        return realm.flows().getRequiredActionConfig(ActionSettings.ACTION).getConfig();
    }

    /** The file, with the variables of the environment replaced and the name of the test's realm. */
    private ObjectNode sample() {
        try {
            String text = Files.readString(Build.root().resolve("deploy/config-cli/realm.yaml"))
                    .replace("realm: \"company\"", "realm: \"" + name + "\"")
                    .replaceAll("\\$\\(env:MAGENTO_(\\w+_URL|ISSUER)\\)", "http://localhost/$1")
                    .replaceAll("\\$\\(env:(\\w+)\\)", "$1");
            // keycloak-config-cli reads comments, too, and ends at a variable that it does not know.
            assertThat(text).doesNotContain("$(");
            Map<String, Object> parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            return new ObjectMapper().valueToTree(parsed);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
