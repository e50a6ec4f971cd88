package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Programs;
import cloud.magento.accounts.link.it.server.Build;
import cloud.magento.accounts.link.realm.RealmSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.util.JsonSerialization;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The samples of {@code deploy} that run in containers. {@code .ci/run compose} builds and runs those of Compose. */
@DisplayName("The samples for containers")
final class DeployTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEPLOY = Path.of("deploy");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)(?=[:}])");
    private static final Pattern FILE = Pattern.compile("/run/secrets/([a-z-]+)");
    /** An option that is switched off: its # has no space behind it. */
    private static final Pattern OFF = Pattern.compile("(?m)^( *)#(?=\\S)");

    private static final Pattern SECRETS = Pattern.compile("\\b(deploy/(?:[a-z-]+/)*secrets)\\b");
    private static final Pattern TAG = Pattern.compile("quay\\.io/keycloak/keycloak:([\\d.]+)");
    private static final Pattern OPERATOR = Pattern.compile("keycloak-k8s-resources/kubernetes\\?ref=([\\d.]+)");
    /** Written by hand: what {@code spec} of each resource has had from 26.4 to 26.7. A star is any name or place. */
    private static final Map<String, Map<Class<?>, List<String>>> FIELDS = Map.of(
            "Keycloak",
            Map.of(
                    Integer.class,
                    List.of("instances", "db.port", "http.httpPort", "http.httpsPort"),
                    Boolean.class,
                    List.of("startOptimized", "http.httpEnabled", "ingress.enabled", "hostname.strict"),
                    String.class,
                    List.of(
                            "image",
                            "imagePullSecrets.*.name",
                            "update.strategy",
                            "update.revision",
                            "db.vendor",
                            "db.host",
                            "db.database",
                            "db.schema",
                            "db.url",
                            "db.usernameSecret.name",
                            "db.usernameSecret.key",
                            "db.passwordSecret.name",
                            "db.passwordSecret.key",
                            "bootstrapAdmin.user.secret",
                            "bootstrapAdmin.service.secret",
                            "http.tlsSecret",
                            "ingress.tlsSecret",
                            "ingress.className",
                            "ingress.annotations.*",
                            "proxy.headers",
                            "hostname.hostname",
                            "hostname.admin")),
            "KeycloakRealmImport",
            Map.of(String.class, List.of("keycloakCRName", "placeholders.*.secret.name", "placeholders.*.secret.key")));

    @Test
    void nameTheKeycloakThatIsTested() throws IOException {
        for (String name : List.of("Dockerfile", "compose.yaml", "README.md")) {
            assertThat(matches(TAG, Files.readString(DEPLOY.resolve(name))))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(Build.keycloakVersion()::equals);
        }
        assertThat(matches(OPERATOR, readme())).containsExactly(Build.keycloakVersion());
    }

    /** Each password comes from a file that the reader creates as the docs say, and is nowhere else. */
    @Test
    void readEachPasswordFromAFile() throws IOException {
        Map<?, ?> compose = yaml("compose.yaml");
        Set<String> declared = ((Map<?, ?>) compose.get("secrets"))
                .keySet().stream().map(Object::toString).collect(Collectors.toSet());

        assertThat(matches(FILE, compose.toString())).isEqualTo(new TreeSet<>(declared));
        assertThat(Files.readString(DEPLOY.resolve("README.md")))
                .contains("for name in database-password admin-password magento-client-secret stand-in-password; do");
        assertThat(declared)
                .containsExactlyInAnyOrder(
                        "database-password", "admin-password", "magento-client-secret", "stand-in-password");
        for (Object service : ((Map<?, ?>) compose.get("services")).values()) {
            assertThat(((Map<?, ?>) ((Map<?, ?>) service).get("environment")).keySet())
                    .noneMatch(name -> name.toString().endsWith("PASSWORD")
                            || name.toString().endsWith("SECRET"));
        }
    }

    /** Each sample has a directory of its own, because the same name, such as admin-password, has another content. */
    @Test
    void keepPasswordsInDirectoriesThatGitIgnores() throws IOException {
        assertThat(matches(SECRETS, readme())).containsExactlyInAnyOrder("deploy/secrets", "deploy/kubernetes/secrets");
        assertThat(matches(SECRETS, section("With Kubernetes"))).containsExactly("deploy/kubernetes/secrets");
        assertThat(ignored()).contains("/deploy/secrets/", "/deploy/kubernetes/secrets/");
    }

    /** The image before is the way back, so an update must not give its name to the next one. */
    @Test
    void giveEachUpdateAnImageOfItsOwn() throws IOException {
        Object image = service("keycloak").get("image");
        String variable = "MAGENTO_LINK_IMAGE";
        String first = "keycloak-magento-link:local";

        assertThat(image).isEqualTo("${" + variable + ":-" + first + "}");
        assertThat(readme()).contains(variable + "=", first);
        assertThat(ignored()).as("where the variable is kept").contains("/deploy/.env");
        assertThat(Files.readString(Path.of(".ci/compose")))
                .as("it removes its own image")
                .contains("keycloak-magento-link:check")
                .doesNotContain(first);
    }

    /** Keycloak's guide to containers asks for it: the heap grows to a share of what the container has. */
    @Test
    void limitTheMemoryOfKeycloak() throws IOException {
        assertThat(service("keycloak").get("mem_limit")).isEqualTo("2g");
    }

    @Test
    void letAHostWithSelinuxReadWhatIsMounted() throws IOException {
        assertThat((List<?>) service("keycloak").get("volumes"))
                .hasSize(2)
                .allMatch(mount -> mount.toString().endsWith(":ro,z"));
        assertThat(readme()).contains("chcon -t container_file_t deploy/secrets/*");
    }

    @Test
    void setEveryPlaceholderOfTheStandInThatHasNoDefault() throws IOException {
        String realm = Files.readString(DEPLOY.resolve("stand-in-realm.json"));
        String command = yaml("compose.yaml").get("services").toString();

        assertThat(matches(Pattern.compile("\\$\\{([A-Z_]+)}"), realm))
                .containsExactlyInAnyOrder("MAGENTO_CLIENT_SECRET", "STAND_IN_PASSWORD")
                .allMatch(name -> command.contains("export " + name + "="));
    }

    /** The realm of the demo needs a step of the tests; this one needs only Keycloak. */
    @Test
    void useTheStandInOfTheDemoWithoutItsOwnStep() throws IOException {
        JsonNode demo = JSON.readTree(Path.of("demo/magento-realm.json").toFile());
        JsonNode standIn = JSON.readTree(DEPLOY.resolve("stand-in-realm.json").toFile());
        JsonNode client = standIn.at("/clients/0").deepCopy();
        ((ObjectNode) client).set("secret", demo.at("/clients/0/secret"));

        assertThat(standIn.get("realm")).isEqualTo(demo.get("realm"));
        assertThat(client).isEqualTo(demo.at("/clients/0"));
        assertThat(standIn.has("browserFlow") || standIn.has("authenticationFlows"))
                .isFalse();
        assertThat(standIn.toString()).doesNotContain("\"value\":\"password\"");
    }

    @Test
    void describeKeycloakToTheOperator() throws IOException {
        Map<?, ?> keycloak = yaml("kubernetes/keycloak.yaml");
        Map<?, ?> spec = (Map<?, ?>) keycloak.get("spec");

        assertFields(keycloak);
        assertThat(spec.get("update")).isEqualTo(Map.of("strategy", "RecreateOnImageChange"));
        assertThat(spec.get("startOptimized")).isEqualTo(true);
        assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
                .contains("KC_DB=" + ((Map<?, ?>) spec.get("db")).get("vendor"))
                .contains(spec.get("image").toString());
        assertThat(spec.get("image").toString()).endsWith("-" + Build.keycloakVersion());
        assertThat(spec.get("ingress"))
                .as("else the Ingress has a certificate of its own")
                .isEqualTo(spec.get("http"));
        assertThat(secretsOf(keycloak.toString())).allMatch(readme()::contains);
    }

    @Test
    void offerOptionsToTheOperatorThatItHas() throws IOException {
        String text = Files.readString(DEPLOY.resolve("kubernetes/keycloak.yaml"));
        Map<?, ?> keycloak = parse(OFF.matcher(text).replaceAll("$1"));
        Map<?, ?> spec = (Map<?, ?>) keycloak.get("spec");

        assertFields(keycloak);
        assertThat(keys(spec)).contains("imagePullSecrets");
        assertThat(keys((Map<?, ?>) spec.get("ingress"))).contains("className", "enabled");
    }

    @Test
    void giveTheOperatorTheRealmWithItsPlaceholders() throws IOException, InterruptedException {
        Programs.assume("jq", "the test of deploy/kubernetes/realm-import");
        Process script = new ProcessBuilder("deploy/kubernetes/realm-import")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode resource = JSON.readTree(script.getInputStream());
        String realm = Files.readString(Path.of("realm-export.json"), StandardCharsets.UTF_8);

        assertThat(script.waitFor()).isZero();
        Map<?, ?> written = JSON.convertValue(resource, Map.class);
        ((Map<?, ?>) written.get("spec")).remove("realm");
        assertFields(written);
        assertThat(resource.get("kind").asText()).isEqualTo("KeycloakRealmImport");
        assertThat(resource.at("/metadata/name").asText()).isEqualTo("cloud");
        assertThat(resource.at("/spec/realm")).isEqualTo(JSON.readTree(realm));
        assertThat(resource.at("/spec/keycloakCRName").asText())
                .isEqualTo(((Map<?, ?>) yaml("kubernetes/keycloak.yaml").get("metadata")).get("name"));
        Set<String> placeholders = new TreeSet<>();
        resource.at("/spec/placeholders").properties().forEach(placeholder -> {
            placeholders.add(placeholder.getKey());
            assertThat(placeholder.getValue().at("/secret/key").asText()).isEqualTo(placeholder.getKey());
            assertThat(readme())
                    .contains("generic "
                            + placeholder.getValue().at("/secret/name").asText());
        });
        assertThat(placeholders).isEqualTo(matches(PLACEHOLDER, realm)).hasSize(8);
    }

    /** The Operator's schema of the realm is made from this type of Keycloak. What the type does not keep is lost. */
    @Test
    void giveTheOperatorARealmThatItsSchemaHas() throws IOException {
        String realm = Files.readString(Path.of("realm-export.json"));
        RealmRepresentation kept = JsonSerialization.readValue(realm, RealmRepresentation.class);

        assertKept("realm", JSON.readTree(realm), JSON.readTree(JsonSerialization.writeValueAsString(kept)));
    }

    private static void assertKept(String path, JsonNode written, JsonNode kept) {
        assertThat(kept.getNodeType()).as(path).isEqualTo(written.getNodeType());
        if (written.isObject()) {
            written.properties()
                    .forEach(field ->
                            assertKept(path + "." + field.getKey(), field.getValue(), kept.path(field.getKey())));
        } else if (written.isArray() && !written.path(0).isContainerNode()) {
            assertThat(kept).as(path).containsExactlyInAnyOrderElementsOf(written);
        } else if (written.isArray()) {
            assertThat(kept).as(path).hasSameSizeAs(written);
            for (int i = 0; i < written.size(); i++) {
                assertKept(path + "." + i, written.get(i), kept.get(i));
            }
        } else {
            assertThat(kept).as(path).isEqualTo(written);
        }
    }

    /** The realm file asks every user to connect at once: the command of the docs changes this before the import. */
    @Test
    void giveTheOperatorMildSettings() throws IOException, InterruptedException {
        Programs.assume("jq", "the test of the filter in deploy/README.md");
        Matcher command = Pattern.compile("^deploy/kubernetes/realm-import \\| jq '[^']+'", Pattern.MULTILINE)
                .matcher(readme());
        assertThat(command.find()).isTrue();
        Process filtered = new ProcessBuilder("bash", "-c", command.group())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        JsonNode resource = JSON.readTree(filtered.getInputStream());
        JsonNode expected = JSON.readTree(Path.of("realm-export.json").toFile());
        for (JsonNode action : expected.get("requiredActions")) {
            if (action.get("alias").asText().equals(RealmSettings.ACTION_ID)) {
                ((ObjectNode) action.get("config"))
                        .put("mode", "report")
                        .put("cutoff", "2030-04-01")
                        .put("remindFrom", "2030-03-01")
                        .put("primaryLogin", "off");
            }
        }

        assertThat(filtered.waitFor()).isZero();
        assertThat(resource.at("/spec/realm")).isEqualTo(expected);
    }

    /** A custom resource of the Operator has these members, and no others, at every level and with their types. */
    private static void assertFields(Map<?, ?> resource) {
        Map<Class<?>, List<String>> fields = FIELDS.get(String.valueOf(resource.get("kind")));
        Map<String, Object> leaves = new TreeMap<>();
        collect("", resource.get("spec"), leaves);

        assertThat(keys(resource)).containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
        assertThat(resource.get("apiVersion")).isEqualTo("k8s.keycloak.org/v2alpha1");
        assertThat(keys((Map<?, ?>) resource.get("metadata"))).containsExactly("name");
        assertThat(leaves)
                .isNotEmpty()
                .allSatisfy((path, value) -> assertThat(fields.getOrDefault(value.getClass(), List.of()).stream())
                        .anyMatch(
                                field -> path.matches(field.replace(".", "\\.").replace("*", "[^.]+"))));
    }

    private static void collect(String path, Object value, Map<String, Object> leaves) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> collect(prefix + name, member, leaves));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(prefix + i, list.get(i), leaves);
            }
        } else {
            leaves.put(path, value);
        }
    }

    private static Map<?, ?> service(String name) throws IOException {
        return (Map<?, ?>) ((Map<?, ?>) yaml("compose.yaml").get("services")).get(name);
    }

    private static List<String> ignored() throws IOException {
        return Files.readAllLines(Path.of(".gitignore"));
    }

    /** Of the README, without its head, up to the next one of the same rank. */
    private static String section(String head) {
        String[] sections = readme().split("(?m)^## ");
        return Stream.of(sections)
                .filter(section -> section.startsWith(head + "\n"))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> secretsOf(String resource) {
        return matches(Pattern.compile("(?:Secret=\\{name=|tlsSecret=|secret=)([a-z-]+)"), resource);
    }

    private static String readme() {
        try {
            return Files.readString(DEPLOY.resolve("README.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> keys(Map<?, ?> map) {
        return map.keySet().stream().map(Object::toString).collect(Collectors.toSet());
    }

    private static Map<?, ?> yaml(String name) throws IOException {
        return parse(Files.readString(DEPLOY.resolve(name)));
    }

    private static Map<?, ?> parse(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}
