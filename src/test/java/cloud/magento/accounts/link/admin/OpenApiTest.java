package cloud.magento.accounts.link.admin;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
    void hasThePathsAndTheTypesOfTheirAnswers() {
        Map<String, Set<String>> types = new TreeMap<>();
        addOperations(MagentoLinkAdminResource.class, "", types);

        Set<String> operations = new TreeSet<>();
        for (String path : api.at("paths").keys()) {
            api.at("paths", path).keys().forEach(method -> operations.add(method + " " + path));
        }
        assertThat(operations).isEqualTo(types.keySet());
        types.forEach((operation, produced) -> {
            String[] methodAndPath = operation.split(" ");
            assertThat(api.at("paths", methodAndPath[1], methodAndPath[0], "responses", "200", "content")
                            .keys())
                    .as(operation)
                    .isEqualTo(produced);
        });
    }

    /** The types of the answers by method and path, also of the resources to which a method without a verb leads. */
    private static void addOperations(Class<?> resource, String base, Map<String, Set<String>> types) {
        for (Method method : resource.getMethods()) {
            String path = method.isAnnotationPresent(Path.class)
                    ? base + "/" + method.getAnnotation(Path.class).value()
                    : base;
            Optional<String> verb = Stream.of(method.getAnnotations())
                    .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                    .filter(Objects::nonNull)
                    .map(annotation -> annotation.value().toLowerCase(Locale.ROOT))
                    .findFirst();
            if (verb.isPresent()) {
                Set<String> produced = types.computeIfAbsent(verb.get() + " " + path, operation -> new TreeSet<>());
                Stream.of(method.getAnnotation(Produces.class).value())
                        .map(type -> type.replaceFirst(";.*", ""))
                        .forEach(produced::add);
            } else if (method.isAnnotationPresent(Path.class)) {
                addOperations(method.getReturnType(), path, types);
            }
        }
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
                .containsExactly(RemindersResource.DRY_RUN);
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
