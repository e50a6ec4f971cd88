package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.Browser;
import cloud.magento.accounts.link.it.pages.ConnectPage;
import cloud.magento.accounts.link.it.pages.Shown;
import cloud.magento.accounts.link.it.scenario.ActionSettings;
import cloud.magento.accounts.link.it.scenario.CloudApp;
import cloud.magento.accounts.link.it.scenario.CloudUser;
import cloud.magento.accounts.link.it.scenario.CloudUsers;
import cloud.magento.accounts.link.it.scenario.Http;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Build;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.AuthenticationFlowRepresentation;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;

/** The script sets up, and removes, in a realm that has flows, a provider, a theme and a client policy of its own. */
@Tag("script")
@DisplayName("scripts/magento-link")
final class SetUpScriptIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The names of its flows contain what must be encoded in an address. */
    private static final String REALM = """
            {
              "realm": "%s", "enabled": true, "loginTheme": "keycloak.v2",
              "browserFlow": "sign in / by 100%% & more",
              "authenticationFlows": [
                {"alias": "sign in / by 100%% & more", "providerId": "basic-flow", "topLevel": true, "builtIn": false,
                 "authenticationExecutions": [
                   {"authenticator": "auth-cookie", "requirement": "ALTERNATIVE", "priority": 10},
                   {"authenticator": "identity-provider-redirector", "requirement": "ALTERNATIVE", "priority": 20,
                    "authenticatorConfig": "own redirect"},
                   {"flowAlias": "forms: ours", "authenticatorFlow": true, "requirement": "ALTERNATIVE",
                    "priority": 30}]},
                {"alias": "forms: ours", "providerId": "basic-flow", "topLevel": false, "builtIn": false,
                 "authenticationExecutions": [
                   {"authenticator": "auth-username-password-form", "requirement": "REQUIRED", "priority": 10}]},
                {"alias": "link at once", "providerId": "basic-flow", "topLevel": true, "builtIn": false,
                 "authenticationExecutions": [
                   {"authenticator": "idp-create-user-if-unique", "requirement": "ALTERNATIVE", "priority": 10},
                   {"authenticator": "idp-auto-link", "requirement": "ALTERNATIVE", "priority": 20}]}
              ],
              "authenticatorConfig": [{"alias": "own redirect", "config": {"defaultProvider": "none"}}],
              "identityProviders": [
                {"alias": "corp", "providerId": "oidc", "enabled": true, "firstBrokerLoginFlowAlias": "link at once",
                 "config": {"clientId": "corp", "clientSecret": "corp-secret",
                   "authorizationUrl": "http://localhost/auth", "tokenUrl": "http://localhost/token"}}],
              "clientProfiles": {"profiles": [
                {"name": "own", "executors": [{"executor": "reject-implicit-grant",
                  "configuration": {"auto-configure": true}}]}]},
              "clientPolicies": {"policies": [
                {"name": "own", "enabled": true, "profiles": ["own"],
                 "conditions": [{"condition": "any-client", "configuration": {}}]}]}
            }
            """;

    @TempDir
    Path directory;

    private final String name = "own-" + UUID.randomUUID().toString().substring(0, 8);
    private final String address = Site.address() + "/realms/" + name;
    private final String atMagento = "own-" + UUID.randomUUID().toString().substring(0, 8);

    private SetUpScript script;
    private RealmResource realm;
    private CloudUsers users;

    @BeforeEach
    void createRealm() throws IOException {
        script = new SetUpScript(directory);
        realm = Site.create(JsonSerialization.readValue(REALM.formatted(name), RealmRepresentation.class));
        users = new CloudUsers(realm, Site.magento());
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(atMagento);
        client.setSecret("secret of the realm");
        client.setRedirectUris(List.of(address + "/broker/magento/endpoint"));
        try (Response response = Site.magento().clients().create(client)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    @AfterEach
    void removeRealm() {
        if (realm != null) {
            realm.remove();
            Site.magento()
                    .clients()
                    .get(Site.magento()
                            .clients()
                            .findByClientId(atMagento)
                            .get(0)
                            .getId())
                    .remove();
        }
    }

    @Test
    void setsUpAndRemovesAndDoesNeitherTwice() throws IOException {
        CloudApp app = CloudApp.registered(address, realm);
        CloudUser carol = users.unlinked();
        JsonNode before = everything();

        // The network fails after the first flow was copied, and before it has the step.
        script.interruptAt(
                "create realms/" + address.substring(address.lastIndexOf('/') + 1) + "/authentication/executions");
        SetUpScript.Run interrupted = setUp("--cutoff", "2999-01-01", "--themes");
        assertThat(interrupted.status()).as(interrupted.output()).isNotZero();
        assertThat(interrupted.output()).contains("Stopped before the end", "Connection refused");
        passwordIsEnough(app, carol);

        SetUpScript.Run first = setUp("--cutoff", "2999-01-01", "--themes").succeeds();
        assertThat(first.output()).doesNotContain("secret of the realm");
        assertThat(first.items("changed"))
                .contains("browserFlow: magento sign in by 100 more", "accountTheme: magento", "eventsEnabled: true")
                .doesNotContain("loginTheme: magento");
        passwordIsEnough(app, carol);
        assertHasWhatTheRealmFileHas();

        JsonNode after = everything();
        setUp("--cutoff", "2999-01-01", "--themes").changesNothing();
        assertThat(everything()).isEqualTo(after);

        assertThat(setUp("--cutoff", "2020-04-01", "--mode", "on", "--change-settings")
                        .succeeds()
                        .items("changed"))
                .singleElement()
                .asString()
                .startsWith("settings: ");
        connects(app, carol);
        new ActionSettings(realm).change(Map.of("primaryLogin", "on"));
        finishesAtMagento(app, carol);

        CloudUser told = users.unlinked(user -> user.setRequiredActions(List.of("connect-magento", "UPDATE_PASSWORD")));
        script.interruptAt("delete realms/");
        assertThat(remove().status()).isNotZero();
        passwordIsEnough(app, carol);
        remove("--delete-provider").succeeds();
        assertThat(users.resource(told).toRepresentation().getRequiredActions()).containsExactly("UPDATE_PASSWORD");
        passwordIsEnough(app, carol);
        JsonNode removed = everything();
        assertThat(removed).isEqualTo(before);
        remove("--delete-provider").changesNothing();
        assertThat(everything()).isEqualTo(removed);
    }

    @Test
    void refusesBeforeItChangesAnythingAndSaysWhatItWouldDo() {
        JsonNode before = everything();

        assertRefused(setUp(), "There are no settings yet");
        assertRefused(script.run("set-up", name, List.of("--cutoff", "2999-01-01"), Map.of()), "no identity provider");
        assertRefused(
                script.run("set-up", name + "x", List.of("--cutoff", "2999-01-01"), Map.of()), "There is no realm");
        assertRefused(script.run("set-up", "master", List.of("--cutoff", "2999-01-01"), Map.of()), "--allow-master");
        assertRefused(setUp("--cutoff", "2999-01-01", "--alias", "corp x", "--browser-part", "none"), "--browser-part");

        script.callKcadmOfTheDistribution();
        SetUpScript.Run dry = setUp("--cutoff", "2999-01-01", "--dry-run").succeeds();
        assertThat(dry.items("would be created")).contains("identity provider magento", "client policy magento-link");
        assertThat(everything()).isEqualTo(before);
    }

    /** An admin has added the step by hand, as docs/security.md says. A flow without a step lets nobody in. */
    @Test
    void leavesNoProviderWithAnEmptyPostLoginFlow() {
        AuthenticationFlowRepresentation flow = new AuthenticationFlowRepresentation();
        flow.setAlias("after corp");
        flow.setProviderId("basic-flow");
        flow.setTopLevel(true);
        realm.flows().createFlow(flow).close();
        realm.flows().addExecution(flow.getAlias(), Map.of("provider", "magento-link-authenticator"));
        IdentityProviderRepresentation corp =
                realm.identityProviders().get("corp").toRepresentation();
        corp.setPostBrokerLoginFlowAlias(flow.getAlias());
        realm.identityProviders().get("corp").update(corp);

        script.callKcadmOfTheDistribution();
        assertThat(remove().succeeds().items("changed")).contains("post login flow of corp: none");

        assertThat(realm.identityProviders().get("corp").toRepresentation().getPostBrokerLoginFlowAlias())
                .isNullOrEmpty();
        assertThat(realm.flows().getExecutions(flow.getAlias())).isEmpty();
        remove().changesNothing();
    }

    private SetUpScript.Run setUp(String... options) {
        return script.run(
                "set-up",
                name,
                List.of(options),
                Map.of(
                        "MAGENTO_ISSUER",
                        Site.address() + "/realms/magento",
                        "MAGENTO_CLIENT_ID",
                        atMagento,
                        "MAGENTO_CLIENT_SECRET",
                        "secret of the realm"));
    }

    private SetUpScript.Run remove(String... options) {
        return script.run("remove", name, List.of(options), Map.of());
    }

    private static void assertRefused(SetUpScript.Run run, String words) {
        assertThat(run.status()).as(run.output()).isNotZero();
        assertThat(run.output()).contains(words).doesNotContain("Stopped before the end");
    }

    private static void passwordIsEnough(CloudApp app, CloudUser user) {
        try (Browser browser = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signIn(browser, request, user).appPage());
        }
    }

    private void connects(CloudApp app, CloudUser user) {
        try (Browser browser = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            ConnectPage page = signIn(browser, request, user).connectPage().asks();
            request.succeededAt(page.connect()
                    .signInPage()
                    .ofMagento()
                    .signIn(user.magento().username(), CloudUser.PASSWORD)
                    .connectPage()
                    .asksToConfirm()
                    .confirm()
                    .appPage());
        }
        assertThat(users.isLinked(user, user.magento())).isTrue();
    }

    private static void finishesAtMagento(CloudApp app, CloudUser user) {
        try (Browser browser = new Browser()) {
            CloudApp.SignIn request = app.signIn();
            request.succeededAt(signIn(browser, request, user)
                    .signInPage()
                    .ofMagento()
                    .signIn(user.magento().username(), CloudUser.PASSWORD)
                    .appPage());
        }
    }

    private static Shown signIn(Browser browser, CloudApp.SignIn request, CloudUser user) {
        return browser.open(request.address()).signInPage().signIn(user.username(), CloudUser.PASSWORD);
    }

    /** The attributes, the client policy, the role and the guard are those of the shipped realm. */
    private void assertHasWhatTheRealmFileHas() throws IOException {
        JsonNode shipped =
                JSON.readTree(Build.root().resolve("realm-export.json").toFile());
        String profile = shipped.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config")
                .get("kc.user.profile.config")
                .get(0)
                .asText();
        assertThat(ours(get("/users/profile").get("attributes")))
                .isEqualTo(ours(JSON.readTree(profile).get("attributes")));
        JsonNode own = export();
        assertThat(named(own.at("/clientPolicies/policies"), "magento-link").get("conditions"))
                .isEqualTo(named(shipped.at("/clientPolicies/policies"), "magento-link")
                        .get("conditions"));
        assertThat(named(own.at("/roles/realm"), "magento-link-exempt")).isNotNull();
        assertThat(named(own.get("identityProviderMappers"), "Magento link guard")
                        .get("identityProviderMapper"))
                .isEqualTo(shipped.at("/identityProviderMappers/0/identityProviderMapper"));
        JsonNode provider = StreamSupport.stream(own.get("identityProviders").spliterator(), false)
                .filter(entry -> entry.get("alias").asText().equals(CloudUsers.ALIAS))
                .findFirst()
                .orElseThrow();
        assertThat(provider.at("/config/pkceMethod").asText()).isEqualTo("S256");
        assertThat(provider.at("/config/defaultScope").asText()).isEqualTo("openid profile email");
    }

    private static JsonNode ours(JsonNode attributes) {
        ArrayNode ours = JSON.createArrayNode();
        StreamSupport.stream(attributes.spliterator(), false)
                .filter(attribute -> attribute.get("name").asText().startsWith("magentoLink"))
                // What Keycloak adds to each attribute.
                .map(attribute -> ((ObjectNode) attribute.deepCopy()).without("multivalued"))
                .forEach(attribute -> ours.add((JsonNode) attribute));
        return sorted(ours);
    }

    private static JsonNode named(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(entry -> name.equals(entry.path("name").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** The realm as Keycloak exports it, with its user profile, in a stated order. */
    private JsonNode everything() {
        ObjectNode all = (ObjectNode) export();
        // Keycloak stores the user profile as a component once it is saved, and a theme that is taken away as empty.
        ((ObjectNode) all.get("components")).remove("org.keycloak.userprofile.UserProfileProvider");
        List.of("loginTheme", "accountTheme", "emailTheme").forEach(theme -> {
            if (all.path(theme).asText().isEmpty()) {
                all.remove(theme);
            }
        });
        all.set("userProfile", get("/users/profile"));
        return sorted(all);
    }

    private JsonNode export() {
        return read(Http.send(
                "POST", admin("/partial-export?exportClients=true&exportGroupsAndRoles=true"), Site.token(), ""));
    }

    private JsonNode get(String path) {
        return read(Http.send("GET", admin(path), Site.token(), ""));
    }

    private String admin(String path) {
        return address.replace("/realms/", "/admin/realms/") + path;
    }

    private static JsonNode read(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    /** Lists are in no stated order. */
    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode sorted = JSON.createObjectNode();
            node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> sorted.set(entry.getKey(), sorted(entry.getValue())));
            return sorted;
        }
        if (node.isArray()) {
            ArrayNode sorted = JSON.createArrayNode();
            StreamSupport.stream(node.spliterator(), false)
                    .map(SetUpScriptIT::sorted)
                    .sorted(Comparator.comparing(JsonNode::toString))
                    .forEach(sorted::add);
            return sorted;
        }
        return node;
    }
}
