package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.realm.RealmSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/terraform} names what the code, realm-export.json and the provider have. The provider is not asked. */
@DisplayName("The sample for Terraform")
final class TerraformSampleTest {

    private static final String PROFILE =
            "/components/org.keycloak.userprofile.UserProfileProvider/0/config/kc.user.profile.config/0";
    private static final Path SAMPLE = Path.of("deploy/terraform");
    private static final Pattern BLOCK = Pattern.compile(
            "(?m)^(?:resource \"(\\w+)\"|(variable)) \"(\\w+)\" \\{\\n(.*?)^}", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern ARGUMENT = Pattern.compile("(?m)^ *\"?([\\w.-]+)\"? += (.*)$");
    private static final Pattern NESTED =
            Pattern.compile("(?m)^  (attribute|executor|condition) \\{\\n(.*?)^  }", Pattern.DOTALL);
    /** Written by hand: arguments that 5.9 of the provider has. Those with {@code !} are required. */
    private static final Map<String, Map<String, String>> ARGUMENTS = arguments("""
        keycloak_authentication_bindings: realm_id! browser_flow direct_grant_flow reset_credentials_flow
            first_broker_login_flow
        keycloak_authentication_execution: realm_id! parent_flow_alias! authenticator! requirement priority=number
        keycloak_authentication_execution_config: realm_id! execution_id! alias config=map!
        keycloak_authentication_flow: realm_id! alias description
        keycloak_authentication_subflow: realm_id! parent_flow_alias! alias description requirement priority=number
        keycloak_custom_identity_provider_mapper: realm! name identity_provider_alias! identity_provider_mapper!
            extra_config=map
        keycloak_oidc_identity_provider: realm! alias! display_name client_id! client_secret issuer
            authorization_url! token_url! user_info_url jwks_url logout_url validate_signature=bool default_scopes
            ui_locales=bool login_hint store_token=bool trust_email=bool link_only=bool sync_mode
            first_broker_login_flow_alias extra_config=map
        keycloak_realm_client_policy_profile: realm_id! name description executor=block
        keycloak_realm_client_policy_profile_policy: realm_id! name description enabled=bool profiles=list!
            condition=block
        keycloak_realm_events: realm_id! events_enabled=bool events_expiration=number admin_events_enabled=bool
            events_listeners=list
        keycloak_realm_user_profile: realm_id! unmanaged_attribute_policy attribute=block group=block
        keycloak_required_action: realm_id! alias! name enabled=bool priority=number config=map
        keycloak_role: realm_id! name description
        attribute: name! display_name group multi_valued=bool required_for_roles=list permissions=block
            validator=block
        condition: name! configuration=map
        executor: name! configuration=map
        group: name! display_header display_description
        permissions: view=list! edit=list!
        validator: name! config=map
        """);

    /** A block: {@code type} is empty for a variable. */
    private record Block(String type, String name, String body) {

        String argument(String key) {
            return arguments().getOrDefault(key, "");
        }

        /** All arguments, those of inner blocks, too; the first of a name counts. */
        Map<String, String> arguments() {
            return argumentsOf(body);
        }

        List<String> inner(String kind) {
            return NESTED.matcher(body)
                    .results()
                    .filter(match -> match.group(1).equals(kind))
                    .map(match -> match.group(2))
                    .toList();
        }
    }

    private final List<Block> blocks = read();
    private final JsonNode realm = realm();

    @Test
    void isFormattedAsTerraformDoes() throws IOException, InterruptedException {
        // Also with CI=true: terraform is not among what CI installs.
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "terraform"))),
                "terraform is missing: the format of the sample is not checked.");
        Process terraform = new ProcessBuilder("terraform", "fmt", "-check", "-diff", SAMPLE.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(terraform.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(terraform.waitFor()).as(output).isZero();
    }

    @Test
    void setsWhatTheRealmFileSetsAndTheParserReads() {
        Block action = only("keycloak_required_action");
        Map<String, String> config = new TreeMap<>();
        argumentsOf(section(action.body(), "config")).forEach((key, value) -> config.put(key, resolved(value)));
        JsonNode exported = find(realm.get("requiredActions"), "alias", RealmSettings.ACTION_ID);

        assertThat(action.argument("alias")).isEqualTo("\"" + RealmSettings.ACTION_ID + "\"");
        assertThat(config.keySet()).isSubsetOf(SettingKey.ALL).isEqualTo(names(exported.get("config")));
        assertThat(SettingsParser.parse(config)).isInstanceOf(Usable.class);
        assertThat(config).containsEntry("mode", "report");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2030-04-01",
                "2030-04-01T09:00",
                "2030-04-01T16:00:00Z",
                "2030-04-01T16:00:00.5Z",
                "2030-04-01T09:00:00-07:00"
            })
    void acceptsEachFormOfADayThatTheParserReads(String day) {
        Map.of("cutoff", "cutoff", "remind_from", "remindFrom").forEach((variable, key) -> {
            Matcher condition = Pattern.compile("regex\\(\"(.*?)\", var\\." + variable + "\\)")
                    .matcher(variable(variable).body());

            assertThat(SettingsParser.parse(Map.of(key, day))).isInstanceOf(Usable.class);
            assertThat(condition.find()).as(variable).isTrue();
            assertThat(day).matches(condition.group(1).replace("\\\\", "\\"));
            assertThat("next week").doesNotMatch(condition.group(1).replace("\\\\", "\\"));
        });
    }

    /** The parser reads an empty value as one that is not set. The cutoff is needed. */
    @Test
    void mayLeaveTheReminderOut() {
        assertThat(SettingsParser.parse(Map.of("cutoff", "2030-04-01", "remindFrom", "")))
                .isInstanceOf(Usable.class);
        assertThat(variable("remind_from").body()).contains("var.remind_from == \"\" ||");
        assertThat(variable("cutoff").body()).doesNotContain("var.cutoff == \"\"");
    }

    /** Names and types. Where a value is a reference, its type is not checked. */
    @Test
    void usesTheArgumentsOfTheProvider() {
        List<Block> resources =
                blocks.stream().filter(block -> !block.type().isEmpty()).toList();

        assertThat(resources).isNotEmpty().allSatisfy(block -> checkArguments(block.type(), block.body(), "  "));
        assertThat(resources.stream().map(Block::type).collect(Collectors.toSet()))
                .isEqualTo(ARGUMENTS.keySet().stream()
                        .filter(type -> type.startsWith("keycloak_"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void hasTheResourcesThatTheReadmeNames() throws IOException {
        Set<String> named = Pattern.compile("\\bkeycloak_\\w+\\.\\w+")
                .matcher(Files.readString(Path.of("deploy/README.md")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named)
                .hasSize(3)
                .allMatch(address -> blocks.stream().anyMatch(block -> address.equals(address(block))));
    }

    @Test
    void putsTheGuardOnTheProviderThatTheSettingsName() {
        Block provider = only("keycloak_oidc_identity_provider");
        Block guard = only("keycloak_custom_identity_provider_mapper");
        JsonNode exported = realm.at("/identityProviderMappers/0");

        assertThat(provider.argument("alias")).isEqualTo(quoted(realm.at("/identityProviders/0/alias")));
        assertThat(guard.argument("identity_provider_mapper"))
                .isEqualTo(quoted(exported.get("identityProviderMapper")));
        assertThat(guard.argument("identity_provider_alias"))
                .isEqualTo("keycloak_oidc_identity_provider.magento.alias");
        assertThat(guard.argument("syncMode")).isEqualTo(quoted(exported.at("/config/syncMode")));
        JsonNode config = realm.at("/identityProviders/0/config");
        for (String key : List.of("clientAuthMethod", "pkceEnabled", "pkceMethod")) {
            assertThat(provider.argument(key)).as(key).isEqualTo(quoted(config.get(key)));
        }
        // The provider of Terraform has arguments of its own for this key, and rejects it here.
        assertThat(provider.body()).doesNotContain("useJwksUrl");
        assertThat(provider.argument("default_scopes")).isEqualTo(quoted(config.get("defaultScope")));
        assertThat(provider.argument("sync_mode")).isEqualTo(quoted(config.get("syncMode")));
    }

    /** Keycloak deletes all links with a provider, and the profile keeps what the extension stores at users. */
    @ParameterizedTest
    @ValueSource(strings = {"keycloak_oidc_identity_provider", "keycloak_realm_user_profile"})
    void neverDeletesWhatCannotBeMadeAgain(String type) {
        assertThat(only(type).body()).contains("  lifecycle {\n    prevent_destroy = true\n  }\n");
    }

    @Test
    void appliesTheExecutorToEveryClient() {
        Block profile = only("keycloak_realm_client_policy_profile");
        Block policy = only("keycloak_realm_client_policy_profile_policy");

        assertThat(argumentsOf(profile.inner("executor").get(0)).get("name"))
                .isEqualTo(quoted(realm.at("/clientProfiles/profiles/0/executors/0/executor")));
        assertThat(argumentsOf(policy.inner("condition").get(0)).get("name"))
                .isEqualTo(quoted(realm.at("/clientPolicies/policies/0/conditions/0/condition")));
        // Where the configuration is left out, the provider of Terraform sends {}, as the realm file has it.
        assertThat(realm.at("/clientProfiles/profiles/0/executors/0/configuration")
                        .toString())
                .isEqualTo("{}");
        assertThat(realm.at("/clientPolicies/policies/0/conditions/0/configuration")
                        .toString())
                .isEqualTo("{}");
        assertThat(Stream.concat(profile.inner("executor").stream(), policy.inner("condition").stream()))
                .hasSize(2)
                .allMatch(inner -> argumentsOf(inner).keySet().equals(Set.of("name")));
        assertThat(policy.argument("enabled")).isEqualTo("true");
    }

    @Test
    void hasTheFlowsOfTheRealmFile() {
        Set<String> steps = new TreeSet<>();
        Map<String, String> aliases = new LinkedHashMap<>();
        of("keycloak_authentication_flow").forEach(flow -> aliases.put(flow.name(), unquoted(flow.argument("alias"))));
        of("keycloak_authentication_subflow")
                .forEach(flow -> aliases.put(flow.name(), unquoted(flow.argument("alias"))));
        Stream.concat(of("keycloak_authentication_execution").stream(), of("keycloak_authentication_subflow").stream())
                .forEach(step -> steps.add(String.join(
                        " | ",
                        aliases.get(step.argument("parent_flow_alias").split("\\.")[1]),
                        unquoted(step.argument(step.type().endsWith("subflow") ? "alias" : "authenticator")),
                        unquoted(step.argument("requirement")),
                        step.argument("priority"))));

        assertThat(steps).isEqualTo(exportedSteps()).anyMatch(step -> step.contains(PrimaryLogin.AUTHENTICATOR_ID));
        Block bindings = only("keycloak_authentication_bindings");
        Map.of(
                        "browser_flow", "browserFlow",
                        "direct_grant_flow", "directGrantFlow",
                        "reset_credentials_flow", "resetCredentialsFlow",
                        "first_broker_login_flow", "firstBrokerLoginFlow")
                .forEach((argument, field) -> assertThat(
                                aliases.get(bindings.argument(argument).split("\\.")[1]))
                        .isEqualTo(realm.get(field).asText()));
    }

    @Test
    void usesNoFlowBeforeAllItsStepsAreThere() {
        String bindings = only("keycloak_authentication_bindings").body();
        String provider = only("keycloak_oidc_identity_provider").body();
        List<Block> steps = Stream.concat(
                        of("keycloak_authentication_execution").stream(),
                        of("keycloak_authentication_execution_config").stream())
                .toList();

        assertThat(steps).allSatisfy(step -> assertThat(bindings).contains("\n    " + address(step) + ",\n"));
        assertThat(provider).contains("= keycloak_authentication_flow.first_login.alias\n");
        assertThat(steps.stream().filter(step -> step.name().startsWith("first_login")))
                .isNotEmpty()
                .allSatisfy(step -> assertThat(provider).contains("\n    " + address(step) + ",\n"));
    }

    @Test
    void declaresTheAttributesAsTheRealmFileDoes() throws IOException {
        JsonNode profile = new ObjectMapper().readTree(realm.at(PROFILE).asText());
        Map<String, String> expected = new TreeMap<>();
        profile.get("attributes")
                .forEach(attribute -> expected.put(
                        attribute.get("name").asText(),
                        attribute.path("group").asText("")
                                + attribute.path("multivalued").asBoolean(false)
                                + attribute.at("/permissions/view")
                                + attribute.at("/permissions/edit")));
        Map<String, String> declared = new TreeMap<>();
        for (String attribute : only("keycloak_realm_user_profile").inner("attribute")) {
            Map<String, String> arguments = argumentsOf(attribute);
            declared.put(
                    unquoted(arguments.get("name")),
                    unquoted(arguments.getOrDefault("group", "\"\""))
                            + arguments.getOrDefault("multi_valued", "false")
                            + arguments.get("view").replace(", ", ",")
                            + arguments.get("edit").replace(", ", ","));
        }

        assertThat(declared).isEqualTo(expected).containsKey("magentoLinkDeadline");
    }

    /** The profile is replaced as a whole, so what the sample leaves out would no longer be required. */
    @Test
    void asksUsersForWhatKeycloakAsksByDefault() {
        Block profile = only("keycloak_realm_user_profile");

        assertThat(profile.inner("attribute").stream()
                        .map(TerraformSampleTest::argumentsOf)
                        .filter(attribute -> attribute.containsKey("required_for_roles"))
                        .collect(Collectors.toMap(
                                attribute -> unquoted(attribute.get("name")),
                                attribute -> attribute.get("required_for_roles"))))
                .isEqualTo(Map.of("email", "[\"user\"]", "firstName", "[\"user\"]", "lastName", "[\"user\"]"));
        assertThat(resolved(profile.argument("unmanaged_attribute_policy"))).isEqualTo("DISABLED");
    }

    private static void checkArguments(String kind, String body, String indent) {
        Map<String, String> known = ARGUMENTS.get(kind);
        Map<String, String> used = new LinkedHashMap<>();
        Pattern.compile("(?m)^" + indent + "(\\w+) += (.*)$")
                .matcher(body)
                .results()
                .forEach(match -> used.put(match.group(1), typeOf(match.group(2))));
        used.remove("depends_on");
        Pattern.compile("(?m)^" + indent + "(\\w+) \\{\\n(.*?)^" + indent + "}", Pattern.DOTALL)
                .matcher(body)
                .results()
                .filter(match -> !match.group(1).equals("lifecycle"))
                .forEach(match -> {
                    used.put(match.group(1), "block");
                    checkArguments(match.group(1), match.group(2), indent + "  ");
                });

        assertThat(known).as(kind).isNotNull();
        used.forEach((argument, type) -> assertThat(known.get(argument))
                .as(kind + "." + argument)
                .isIn(type.isEmpty() ? known.values() : List.of(type, type + "!")));
        known.forEach((argument, type) -> assertThat(used.containsKey(argument) || !type.endsWith("!"))
                .as(kind + " needs " + argument)
                .isTrue());
    }

    /** The type of a literal, or "" for a reference. */
    private static String typeOf(String value) {
        if (value.startsWith("\"")) {
            return "text";
        } else if (value.startsWith("[")) {
            return "list";
        } else if (value.startsWith("{")) {
            return "map";
        } else if (value.matches("true|false")) {
            return "bool";
        }
        return value.matches("\\d+") ? "number" : "";
    }

    /** Of each block, the arguments with their types. A line that begins with blanks continues the line before. */
    private static Map<String, Map<String, String>> arguments(String list) {
        Map<String, Map<String, String>> arguments = new TreeMap<>();
        list.replaceAll("\\n +", " ").lines().forEach(line -> {
            Map<String, String> types = new TreeMap<>();
            for (String argument : line.substring(line.indexOf(' ') + 1).split(" ")) {
                String[] parts = argument.replace("!", "").split("=");
                types.put(parts[0], (parts.length == 1 ? "text" : parts[1]) + (argument.endsWith("!") ? "!" : ""));
            }
            arguments.put(line.substring(0, line.indexOf(':')), types);
        });
        return arguments;
    }

    private static String address(Block block) {
        return block.type() + "." + block.name();
    }

    private Set<String> exportedSteps() {
        Set<String> steps = new TreeSet<>();
        realm.get("authenticationFlows")
                .forEach(flow -> flow.get("authenticationExecutions")
                        .forEach(step -> steps.add(String.join(
                                " | ",
                                flow.get("alias").asText(),
                                step.path("authenticator")
                                        .asText(step.path("flowAlias").asText()),
                                step.get("requirement").asText(),
                                step.get("priority").asText()))));
        return steps;
    }

    /** What a reference stands for: a default of a variable, or an argument of another block. */
    private String resolved(String value) {
        if (value.startsWith("\"")) {
            return unquoted(value);
        }
        String[] path = value.split("\\.");
        String argument = path[0].equals("var") ? "default" : path[2];
        return blocks.stream()
                .filter(block ->
                        block.name().equals(path[1]) && block.type().equals(path[0].equals("var") ? "" : path[0]))
                .map(block -> unquoted(block.argument(argument)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value + " is nowhere"));
    }

    private Block variable(String name) {
        return blocks.stream()
                .filter(block -> block.type().isEmpty() && block.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Block only(String type) {
        assertThat(of(type)).as(type).hasSize(1);
        return of(type).get(0);
    }

    private List<Block> of(String type) {
        return blocks.stream().filter(block -> block.type().equals(type)).toList();
    }

    private static String section(String body, String name) {
        Matcher section = Pattern.compile("(?m)^  " + name + " = \\{\\n(.*?)^  }", Pattern.DOTALL)
                .matcher(body);
        assertThat(section.find()).as(name).isTrue();
        return section.group(1);
    }

    private static Map<String, String> argumentsOf(String body) {
        Map<String, String> arguments = new LinkedHashMap<>();
        ARGUMENT.matcher(body)
                .results()
                .forEach(match ->
                        arguments.putIfAbsent(match.group(1), match.group(2).strip()));
        return arguments;
    }

    private static JsonNode find(JsonNode list, String field, String value) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(node -> node.get(field).asText().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String quoted(JsonNode value) {
        return "\"" + value.asText() + "\"";
    }

    private static String unquoted(String value) {
        return value.replaceAll("^\"|\"$", "");
    }

    private static List<Block> read() {
        List<Block> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(SAMPLE)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".tf")).toList()) {
                BLOCK.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> found.add(new Block(
                                match.group(1) == null ? "" : match.group(1), match.group(3), match.group(4))));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static JsonNode realm() {
        try {
            return new ObjectMapper().readTree(Path.of("realm-export.json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
