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
import java.util.ArrayList;
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
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_]+):\\?");
    /** An option that is switched off: its # has no space behind it. */
    private static final Pattern OFF = Pattern.compile("(?m)^( *)#(?=\\S)");

    private static final String FROM_FILE = "FROM_FILE_";
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
        for (String name : List.of("Dockerfile", "compose.yaml", ".env.example", "README.md")) {
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
        assertThat(secretsThatAreRead("compose.yaml"))
                .containsExactlyInAnyOrder("database-password", "admin-password", "magento-client-secret");
        assertThat(secretsThatAreRead("compose.stand-in.yaml")).containsExactly("stand-in-password");
        assertThat(readme())
                .contains("for name in database-password admin-password magento-client-secret stand-in-password; do")
                .contains("for name in database-password admin-password; do")
                .contains("> deploy/secrets/magento-client-secret");
        for (String name : List.of(".env.example", ".env.stand-in")) {
            assertThat(env(name).keySet()).as(name).noneMatch(DeployTest::isSecret);
        }
    }

    /** The names of the secrets that the file declares. Each is mounted, and read from there. */
    private static Set<String> secretsThatAreRead(String name) throws IOException {
        Map<?, ?> compose = yaml(name);
        Set<String> declared = keys((Map<?, ?>) compose.get("secrets"));
        Set<String> mounted = new TreeSet<>();
        for (Object service : ((Map<?, ?>) compose.get("services")).values()) {
            if (((Map<?, ?>) service).get("secrets") instanceof List<?> secrets) {
                secrets.forEach(secret -> mounted.add(secret.toString()));
            }
            if (((Map<?, ?>) service).get("environment") instanceof Map<?, ?> environment) {
                environment.forEach((variable, value) -> {
                    if (isSecret(variable.toString())) {
                        assertThat(variable.toString()).startsWith(FROM_FILE);
                        assertThat(value.toString()).matches(FILE);
                    }
                });
            }
        }

        assertThat(mounted).isEqualTo(new TreeSet<>(declared));
        assertThat(matches(FILE, compose.toString())).isEqualTo(mounted);
        declared.forEach(secret -> assertThat(((Map<?, ?>) compose.get("secrets")).get(secret))
                .isEqualTo(Map.of("file", "./secrets/" + secret)));
        return declared;
    }

    private static boolean isSecret(String variable) {
        return variable.endsWith("PASSWORD") || variable.endsWith("SECRET");
    }

    /** What differs from one installation to the next is in .env, and what must be there is asked for by its name. */
    @Test
    void takeTheValuesOfAnInstallationFromOneFile() throws IOException {
        String compose = Files.readString(DEPLOY.resolve("compose.yaml"));
        Set<String> required = matches(REQUIRED, compose);

        assertThat(service("keycloak").get("env_file")).isEqualTo(".env");
        assertThat(required)
                .containsAll(placeholdersOfTheRealm().keySet())
                .contains("KC_HOSTNAME", "KEYCLOAK_PORT")
                .allMatch(name -> compose.contains("${" + name + ":?" + name + " is missing in deploy/.env}"));
        assertThat(env(".env.example").keySet()).containsAll(required).contains("MAGENTO_LINK_IMAGE", "KEYCLOAK_IMAGE");
        assertThat(env(".env.stand-in").keySet()).containsAll(required);
        assertThat(readme())
                .contains("cp deploy/.env.example deploy/.env\n")
                .contains("[ -e deploy/.env ] || cp deploy/.env.stand-in deploy/.env\n");
        for (String name : List.of(".env.example", ".env.stand-in")) {
            assertThat(env(name).values())
                    .as("%s: podman would take quotes and comments as a part of the value", name)
                    .noneMatch(value -> value.isBlank() || value.matches(".*[\"' #$].*"));
        }
    }

    /** Without them, the realm file would take the addresses of the demo. */
    @Test
    void leaveNoAddressOfTheDemoInProduction() throws IOException {
        assertThat(yaml("compose.yaml").toString() + env(".env.example"))
                .doesNotContainIgnoringCase("stand-in")
                .doesNotContainIgnoringCase("stand_in")
                .doesNotContain("realms/magento", "localhost");
        assertThat(env(".env.stand-in")).containsAllEntriesOf(placeholdersOfTheRealm());
    }

    /** Keycloak has no certificate, and then a proxy has it; or Keycloak has one, and then it has no HTTP. */
    @Test
    void offerAProxyOrACertificate() throws IOException {
        String directory = "/opt/keycloak/conf/tls";
        Map<String, String> proxy = env(".env.example");
        Map<String, String> own = new TreeMap<>();
        Files.readString(DEPLOY.resolve(".env.example"))
                .lines()
                .filter(line -> line.matches("#[A-Z].*"))
                .forEach(line -> own.put(line.substring(1, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));

        assertThat(proxy)
                .containsEntry("KEYCLOAK_PORT", "127.0.0.1:8080:8080")
                .containsEntry("KC_HTTP_ENABLED", "true")
                .containsEntry("KC_PROXY_HEADERS", "xforwarded")
                .doesNotContainKey("KC_HTTPS_CERTIFICATE_FILE");
        assertThat(own)
                .isEqualTo(Map.of(
                        "KEYCLOAK_PORT",
                        "443:8443",
                        "KC_HTTPS_CERTIFICATE_FILE",
                        directory + "/tls.crt",
                        "KC_HTTPS_CERTIFICATE_KEY_FILE",
                        directory + "/tls.key"));
        assertThat(strings(service("keycloak").get("volumes"))).contains("./secrets/tls:" + directory + ":ro,z");
        assertThat(((Map<?, ?>) service("keycloak").get("environment")).get("KC_HTTP_MANAGEMENT_SCHEME"))
                .as("else the health check meets TLS")
                .isEqualTo("http");
    }

    /** Docker and podman-compose differ in what they merge, but not in these. */
    @Test
    void putOnTopForATrialOnlyWhatMergesInTheSameWay() throws IOException {
        Map<?, ?> trial = yaml("compose.stand-in.yaml");
        Map<?, ?> keycloak = (Map<?, ?>) ((Map<?, ?>) trial.get("services")).get("keycloak");
        Map<?, ?> postgres = (Map<?, ?>) ((Map<?, ?>) trial.get("services")).get("postgres");

        assertThat(keys(trial)).containsExactlyInAnyOrder("services", "secrets", "volumes");
        assertThat(keys(keycloak)).containsExactlyInAnyOrder("environment", "secrets", "volumes");
        assertThat(keys(postgres)).containsExactly("volumes");
        assertThat(places(keycloak))
                .as("the realm file as it is, and the stand-in")
                .containsEntry("/opt/keycloak/data/import/cloud-realm.json:ro,z", "../realm-export.json")
                .containsEntry("/opt/keycloak/data/import/magento-realm.json:ro,z", "./stand-in-realm.json")
                .hasSize(2);
        assertThat(places(service("keycloak")))
                .containsEntry("/opt/keycloak/data/import/cloud-realm.json:ro,z", "./realm.json");
        assertThat(places(postgres).keySet())
                .isEqualTo(places(service("postgres")).keySet());
        assertThat(places(postgres)).doesNotContainValue("database");
    }

    /** CI starts a trial and production with the same files, in the same order. */
    @Test
    void areStartedByCiAsTheDocsSay() throws IOException {
        String trial = "-f deploy/compose.yaml -f deploy/compose.stand-in.yaml";
        String ci = Files.readString(Path.of(".ci/compose"));

        assertThat(readme())
                .contains(
                        "docker compose -p magento-link-trial " + trial + " up",
                        "docker compose -f deploy/compose.yaml up");
        assertThat(ci)
                .contains("compose_files=(" + trial + ")", "compose_files=(-f deploy/compose.yaml)")
                .contains("cp deploy/.env.stand-in deploy/.env", "deploy/.env.example >deploy/.env");
        assertThat(ci.replaceAll("\\s+", " "))
                .contains(productionFilter().replaceAll("\\s+", " "))
                .contains("realm-export.json >deploy/realm.json");
    }

    /** The realm file asks every user to connect at once: the command of the docs changes this before the start. */
    @Test
    void giveProductionMildSettings() throws IOException, InterruptedException {
        Programs.assume("jq", "the test of the filter in deploy/README.md");
        Process filtered = new ProcessBuilder("bash", "-c", productionFilter() + " realm-export.json")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(JSON.readTree(filtered.getInputStream())).isEqualTo(mildRealm());
        assertThat(filtered.waitFor()).isZero();
        assertThat(ignored()).contains("/deploy/realm.json");
    }

    private static String productionFilter() {
        Matcher command = Pattern.compile("^ *\\[ -s deploy/realm.json ] \\|\\| (jq '[^']+') \\\\$", Pattern.MULTILINE)
                .matcher(section("With Docker"));
        assertThat(command.find()).isTrue();
        return command.group(1);
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
        assertThat(strings(service("keycloak").get("volumes"))).hasSize(2).allMatch(mount -> mount.endsWith(":ro,z"));
        assertThat(readme()).contains("chcon -t container_file_t deploy/secrets/*");
    }

    @Test
    void setEveryPlaceholderOfTheStandInThatHasNoDefault() throws IOException {
        String realm = Files.readString(DEPLOY.resolve("stand-in-realm.json"));
        String services = yaml("compose.yaml").get("services").toString()
                + yaml("compose.stand-in.yaml").get("services");

        assertThat(matches(Pattern.compile("\\$\\{([A-Z_]+)}"), realm))
                .containsExactlyInAnyOrder("MAGENTO_CLIENT_SECRET", "STAND_IN_PASSWORD")
                .allMatch(name -> services.contains(FROM_FILE + name + "=/run/secrets/"));
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

        assertThat(filtered.waitFor()).isZero();
        assertThat(resource.at("/spec/realm")).isEqualTo(mildRealm());
    }

    private static JsonNode mildRealm() throws IOException {
        JsonNode realm = JSON.readTree(Path.of("realm-export.json").toFile());
        for (JsonNode action : realm.get("requiredActions")) {
            if (action.get("alias").asText().equals(RealmSettings.ACTION_ID)) {
                ((ObjectNode) action.get("config"))
                        .put("mode", "report")
                        .put("cutoff", "2030-04-01")
                        .put("remindFrom", "2030-03-01")
                        .put("primaryLogin", "off");
            }
        }
        return realm;
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

    /** The placeholders of the realm file that are no secret, with their defaults. */
    private static Map<String, String> placeholdersOfTheRealm() throws IOException {
        Map<String, String> placeholders = new TreeMap<>();
        Pattern.compile("\\$\\{(MAGENTO_[A-Z_]+):([^}]+)}")
                .matcher(Files.readString(Path.of("realm-export.json")))
                .results()
                .filter(placeholder -> !isSecret(placeholder.group(1)))
                .forEach(placeholder -> placeholders.put(placeholder.group(1), placeholder.group(2)));
        assertThat(placeholders).hasSize(7);
        return placeholders;
    }

    private static Map<String, String> env(String name) throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String line : Files.readAllLines(DEPLOY.resolve(name))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                assertThat(values.put(parts[0], parts[1])).as(line).isNull();
            }
        }
        return values;
    }

    /** What a service mounts, by the place and the options in the container. */
    private static Map<String, String> places(Map<?, ?> service) {
        return strings(service.get("volumes")).stream()
                .map(mount -> mount.split(":", 2))
                .collect(Collectors.toMap(mount -> mount[1], mount -> mount[0]));
    }

    private static List<String> strings(Object list) {
        List<String> strings = new ArrayList<>();
        ((List<?>) list).forEach(element -> strings.add(element.toString()));
        return strings;
    }

    /** keycloak-config-cli ends at a variable that is not set. */
    @Test
    void setEachVariableOfTheFileForConfigCli() throws IOException {
        Pattern exported = Pattern.compile("\\b(MAGENTO_\\w+)(?:=|$)", Pattern.MULTILINE);

        assertThat(matches(
                        Pattern.compile("\\$\\(env:(\\w+)\\)"),
                        Files.readString(DEPLOY.resolve("config-cli/realm.yaml"))))
                .isEqualTo(matches(exported, section("With keycloak-config-cli")))
                .hasSize(8);
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
