package cloud.magento.accounts.link.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.report.ExemptBy;
import cloud.magento.accounts.link.report.Rollout;
import cloud.magento.accounts.link.report.UserState;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        for (Method method : MagentoLinkAdminResource.class.getMethods()) {
            if (method.isAnnotationPresent(Path.class)) {
                String path = "/" + method.getAnnotation(Path.class).value();
                if (method.isAnnotationPresent(GET.class)) {
                    add(types, path + " get", method);
                } else {
                    Stream.of(method.getReturnType().getMethods())
                            .filter(endpoint -> endpoint.isAnnotationPresent(POST.class))
                            .forEach(endpoint -> add(types, path + " post", endpoint));
                }
            }
        }

        assertThat(api.at("paths").keys().stream()
                        .flatMap(path -> api.at("paths", path).keys().stream().map(verb -> path + " " + verb)))
                .containsExactlyInAnyOrderElementsOf(types.keySet());
        types.forEach((endpoint, produced) -> {
            String[] parts = endpoint.split(" ");
            assertThat(api.at("paths", parts[0], parts[1], "responses", "200", "content")
                            .keys())
                    .isEqualTo(produced);
        });
    }

    private static void add(Map<String, Set<String>> types, String endpoint, Method method) {
        Set<String> produced = types.computeIfAbsent(endpoint, absent -> new TreeSet<>());
        Stream.of(method.getAnnotation(Produces.class).value())
                .map(type -> type.replaceFirst(";.*", ""))
                .forEach(produced::add);
    }

    @Test
    void hasTheParameterOfReminders() {
        assertThat(api.at("paths", "/reminders", "post", "parameters").items())
                .extracting(parameter -> parameter.at("name").value())
                .containsExactly(RemindersResource.DRY_RUN);
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

    private Node parameter(String name) {
        return api.at("paths", "/users", "get", "parameters").items().stream()
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
        assertFields("Reminders", RemindersJson.class);
        assertThat(property("Progress", "connectedByDay")
                        .at("items", "properties")
                        .keys())
                .containsExactlyInAnyOrderElementsOf(components(ProgressJson.Day.class));
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
