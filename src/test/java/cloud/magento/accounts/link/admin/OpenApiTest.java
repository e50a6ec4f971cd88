package cloud.magento.accounts.link.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.change.BulkDeadlines;
import cloud.magento.accounts.link.change.BulkResult;
import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.config.SettingKey;
import cloud.magento.accounts.link.config.SettingsProperties;
import cloud.magento.accounts.link.report.ExemptBy;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserState;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/openapi.yaml} says what the code does: paths, types, parameters, fields and values. */
@DisplayName("docs/openapi.yaml")
final class OpenApiTest {

    private Node api;

    /** A part of the document. */
    private record Node(Object value) {

        private Node at(String... path) {
            Object found = value;
            for (String key : path) {
                assertThat(found).as("%s of %s", key, List.of(path)).isInstanceOf(Map.class);
                found = ((Map<?, ?>) found).get(key);
            }
            return new Node(found);
        }

        private Set<String> keys() {
            Set<String> keys = new TreeSet<>();
            ((Map<?, ?>) value).keySet().forEach(key -> keys.add(String.valueOf(key)));
            return keys;
        }

        private List<Node> items() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }

        private List<String> texts() {
            return ((List<?>) value).stream().map(String::valueOf).toList();
        }
    }

    @BeforeEach
    void read() throws IOException {
        String text = Files.readString(java.nio.file.Path.of("docs/openapi.yaml"));
        api = new Node(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    @Test
    void hasThePathsAndTheirMethods() {
        Map<String, Set<String>> methods = new TreeMap<>();
        operations()
                .forEach((operation, types) -> methods.computeIfAbsent(operation.path(), path -> new TreeSet<>())
                        .add(operation.method()));

        assertThat(api.at("paths").keys()).isEqualTo(methods.keySet());
        methods.forEach((path, names) -> assertThat(
                        api.at("paths", path).keys().stream().filter(key -> !key.equals("parameters")))
                .as(path)
                .containsExactlyInAnyOrderElementsOf(names));
    }

    @Test
    void hasTheTypesOfTheAnswers() {
        operations().forEach((operation, types) -> {
            Node responses = api.at("paths", operation.path(), operation.method(), "responses");
            if (types.isEmpty()) {
                assertThat(responses.keys()).as("%s", operation).contains("204").doesNotContain("200");
            } else {
                assertThat(responses.at("200", "content").keys())
                        .as("%s", operation)
                        .isEqualTo(types);
            }
        });
    }

    /** A path and a method in lower case. */
    private record Operation(String path, String method) {}

    /** The types that each operation of the endpoints produces; none: it has no content. */
    private static Map<Operation, Set<String>> operations() {
        Map<Operation, Set<String>> operations = new HashMap<>();
        addOperations(MagentoLinkAdminResource.class, "", operations);
        return operations;
    }

    /** A method with a path and no HTTP method leads to another resource. */
    private static void addOperations(Class<?> resource, String base, Map<Operation, Set<String>> operations) {
        for (Method method : resource.getMethods()) {
            String path = base
                    + Optional.ofNullable(method.getAnnotation(Path.class))
                            .map(annotation -> "/" + annotation.value())
                            .orElse("");
            Optional<String> http = Stream.of(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(Objects::nonNull)
                    .map(annotation -> annotation.value().toLowerCase(Locale.ROOT))
                    .findFirst();
            if (http.isPresent()) {
                operations
                        .computeIfAbsent(new Operation(path, http.get()), operation -> new TreeSet<>())
                        .addAll(produced(method));
            } else if (method.isAnnotationPresent(Path.class)) {
                addOperations(method.getReturnType(), path, operations);
            }
        }
    }

    private static Set<String> produced(Method method) {
        return Optional.ofNullable(method.getAnnotation(Produces.class)).stream()
                .flatMap(annotation -> Stream.of(annotation.value()))
                .map(type -> type.replaceFirst(";.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasTheParametersOfUsers() {
        assertThat(api.at("paths", "/users", "get", "parameters").items())
                .extracting(parameter -> parameter.at("name").value())
                .containsExactlyElementsOf(UserQuery.NAMES);
        assertThat(parameter(UserQuery.STATE).at("enum").texts()).containsExactlyElementsOf(UserQuery.states());
        assertThat(parameter(UserQuery.MAX).at("default").value()).isEqualTo(UserQuery.DEFAULT_MAX);
        assertThat(parameter(UserQuery.MAX).at("maximum").value()).isEqualTo(UserQuery.HIGHEST_MAX);
        assertThat(parameter(UserQuery.SEARCH).at("maxLength").value()).isEqualTo(UserQuery.LONGEST_SEARCH);
        Pattern id = Pattern.compile(
                (String) parameter(UserQuery.AFTER).at("pattern").value());
        assertThat(List.of("a", "A-9_.:", "x".repeat(36)))
                .allMatch(text -> id.matcher(text).matches());
        assertThat(List.of("", "a b", "a/b", "x".repeat(37)))
                .noneMatch(text -> id.matcher(text).matches());
    }

    @Test
    void hasTheParametersOfCallsThatChangeManyUsers() {
        for (String path : List.of("/sign-out", "/reset")) {
            assertThat(api.at("paths", path, "post", "parameters").items())
                    .extracting(parameter -> parameter.at("name").value())
                    .containsExactlyElementsOf(BatchQuery.NAMES);
            Node max = parameter(path, "post", BatchQuery.MAX);
            assertThat(max.at("default").value()).isEqualTo(BatchQuery.DEFAULT_MAX);
            assertThat(max.at("maximum").value()).isEqualTo(BatchQuery.HIGHEST_MAX);
        }
    }

    @Test
    void hasTheParameterOfReminders() {
        assertThat(api.at("paths", "/reminders", "post", "parameters").items())
                .extracting(parameter -> parameter.at("name").value())
                .containsExactlyElementsOf(RemindersResource.NAMES);
    }

    private Node parameter(String name) {
        return parameter("/users", "get", name);
    }

    private Node parameter(String path, String method, String name) {
        return api.at("paths", path, method, "parameters").items().stream()
                .filter(parameter -> parameter.at("name").value().equals(name))
                .findFirst()
                .orElseThrow()
                .at("schema");
    }

    @Test
    void hasTheFieldsOfTheAnswers() {
        assertFields("Progress", ProgressJson.class);
        assertFields("User", UserJson.class);
        assertFields("Finding", Finding.class);
        assertFields("Preview", PreviewResource.PreviewJson.class);
        assertFields("Reminders", RemindersJson.class);
        assertFields("SignOut", SignOutJson.class);
        assertFields("Reset", ResetJson.class);
        assertFields("Deadlines", DeadlinesJson.class);
        assertThat(property("Deadlines", "errors").at("items", "properties").keys())
                .containsExactlyInAnyOrderElementsOf(components(BulkResult.LineError.class));
        assertThat(api.at("components", "schemas", "Deadline", "properties").keys())
                .containsExactly(UserChangesResource.DEADLINE);
        assertThat(api.at("components", "schemas", "Exemption", "properties").keys())
                .containsExactly(UserChangesResource.UNTIL);
        assertThat(property("Deadlines", "errors").at("maxItems").value()).isEqualTo(BulkDeadlines.MOST_ERRORS);
        assertThat(property("Progress", "connectedByDay")
                        .at("items", "properties")
                        .keys())
                .containsExactlyInAnyOrderElementsOf(components(ProgressJson.Day.class));
    }

    @Test
    void hasTheFieldsOfWaves() {
        assertThat(property("Progress", "waves").at("items", "properties").keys())
                .containsExactlyInAnyOrderElementsOf(components(ProgressJson.OfWave.class));
    }

    @Test
    void hasTheValuesOfTheAnswers() {
        List<String> reasons = Stream.of(ExemptBy.values()).map(ExemptBy::code).toList();
        assertThat(property("Progress", "phase").at("enum").texts())
                .containsExactlyElementsOf(Stream.of(Rollout.Phase.values())
                        .map(Rollout.Phase::code)
                        .toList());
        assertThat(property("Progress", "exemptBy").at("properties").keys())
                .containsExactlyInAnyOrderElementsOf(reasons);
        assertThat(property("User", "exemptBy").at("enum").texts()).containsExactlyElementsOf(reasons);
        assertThat(property("User", "state").at("enum").texts())
                .containsExactlyElementsOf(
                        Stream.of(UserState.values()).map(UserState::code).toList());
        assertThat(property("Finding", "code").at("enum").texts())
                .containsExactlyElementsOf(
                        Stream.of(Finding.Code.values()).map(Finding.Code::code).toList());
        assertThat(property("Finding", "severity").at("enum").texts())
                .containsExactlyElementsOf(Stream.of(Finding.Severity.values())
                        .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void hasTheBodyOfPreview() {
        assertThat(api.at("components", "schemas", "PreviewRequest", "properties")
                        .keys())
                .containsExactlyInAnyOrderElementsOf(PreviewRequest.NAMES);
        assertThat(api.at("components", "schemas", "PreviewRequest", "properties", "settings", "properties")
                        .keys())
                .containsExactlyInAnyOrderElementsOf(SettingKey.ALL);
        for (String key : SettingKey.ALL) {
            Node value = api.at("components", "schemas", "PreviewRequest", "properties", "settings", "properties", key);
            assertThat(value.keys())
                    .as(key)
                    .contains(SettingsProperties.multivalued().contains(key) ? "oneOf" : "type");
        }
    }

    private void assertFields(String schema, Class<?> type) {
        assertThat(api.at("components", "schemas", schema, "properties").keys())
                .containsExactlyInAnyOrderElementsOf(components(type));
    }

    private Node property(String schema, String name) {
        return api.at("components", "schemas", schema, "properties", name);
    }

    private static List<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
