package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.check.Finding;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.config.SettingsProperties;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

/** What the docs name must be there: a promise without its test is none. */
@DisplayName("The docs")
final class DocsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CODE_ROOT = Path.of("src/main/java/cloud/magento/accounts/link");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:IT|Test))(?:\\.(\\w+))?`");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern METHOD = Pattern.compile("\\b[A-Z]\\w+\\.[a-z]\\w+\\b");
    private static final Pattern BOUNDS = Pattern.compile("(\\d+) to (\\d+)");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");

    @Test
    void nameOnlyTestsThatExist() throws IOException {
        Map<String, String> sources = testSources();
        for (Path page : pages()) {
            Matcher named = TEST.matcher(Files.readString(page));
            while (named.find()) {
                assertThat(sources).as("%s names a test class", page).containsKey(named.group(1));
                if (named.group(2) != null) {
                    assertThat(sources.get(named.group(1)))
                            .as("%s names %s.%s", page, named.group(1), named.group(2))
                            .contains("void " + named.group(2) + "(");
                }
            }
        }
    }

    @Test
    void linkOnlyToFilesThatExist() throws IOException {
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as("%s links to it", page)
                        .exists();
            }
        }
    }

    @Test
    void listEverySettingWithItsDefaultItsChoicesAndItsBounds() throws IOException {
        for (List<String> row : table("README.md", "key")) {
            for (ProviderConfigProperty setting : settings(codes(row.get(0)))) {
                assertThat(fallback(row.get(2))).as(setting.getName()).isEqualTo(setting.getDefaultValue());
                if (setting.getOptions() != null) {
                    assertThat(codes(row.get(1))).containsAll(setting.getOptions());
                }
                assertBounds(setting, row.get(1));
            }
        }
        assertThat(table("README.md", "key").stream().flatMap(row -> codes(row.get(0)).stream()))
                .containsExactlyElementsOf(names());

        for (List<String> row : table("docs/admin-guide.md", "setting")) {
            settings(codes(row.get(1)))
                    .forEach(setting -> assertThat(fallback(row.get(2)))
                            .as(setting.getName())
                            .isEqualTo(setting.getDefaultValue()));
        }
        assertThat(table("docs/admin-guide.md", "setting").stream().flatMap(row -> codes(row.get(1)).stream()))
                .containsExactlyElementsOf(names());
    }

    @Test
    void nameOnlyClassesThatExist() throws IOException {
        for (List<String> row : table("docs/architecture.md", "question")) {
            for (String named : codes(row.get(1))) {
                String[] parts = named.split("\\.");
                assertThat(CODE_ROOT.resolve(parts[0]).resolve(parts[1] + ".java"))
                        .as(row.get(0))
                        .exists();
            }
        }
    }

    @Test
    void listEveryPackage() throws IOException {
        try (Stream<Path> packages = Files.list(CODE_ROOT)) {
            assertThat(table("docs/architecture.md", "package").stream()
                            .map(row -> codes(row.get(0)).get(0)))
                    .containsExactlyInAnyOrderElementsOf(
                            packages.map(directory -> directory.getFileName().toString())
                                    .toList());
        }
    }

    @Test
    void listTheMethodsOfKeycloakThatTheCodeFollows() throws IOException {
        for (List<String> row : table("docs/architecture.md", "Keycloak's method")) {
            String method = codes(row.get(0)).get(0);
            for (String follower : codes(row.get(1))) {
                assertThat(Files.readString(CODE_ROOT.resolve(follower.replace('.', '/') + ".java")))
                        .as("%s follows %s", follower, method)
                        .contains(method);
            }
        }
    }

    @Test
    void listEachMethodOfKeycloakThatACommentNames() throws IOException {
        Map<String, List<String>> followers = new TreeMap<>();
        for (List<String> row : table("docs/architecture.md", "Keycloak's method")) {
            followers.put(codes(row.get(0)).get(0), codes(row.get(1)));
        }
        for (Path file : javaFiles(CODE_ROOT)) {
            String name =
                    CODE_ROOT.relativize(file).toString().replace(".java", "").replace('/', '.');
            for (String method : methodsInComments(Files.readString(file))) {
                assertThat(followers.getOrDefault(method, List.of()))
                        .as("docs/architecture.md lists who follows %s", method)
                        .contains(name);
            }
        }
    }

    /** Methods of other classes. Those of the class itself, and of this extension, are written as links. */
    private static List<String> methodsInComments(String source) {
        return COMMENT.matcher(source)
                .results()
                .flatMap(comment -> METHOD.matcher(comment.group()).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    @Test
    void listEveryErrorOfOurEvents() throws IOException {
        String[] errors = Stream.of(LinkError.values()).map(LinkError::code).toArray(String[]::new);
        String readme = Files.readString(Path.of("README.md"));
        String listed = readme.substring(readme.indexOf("\nErrors: "), readme.indexOf("Details: "));

        assertThat(codes(listed)).containsExactlyInAnyOrder(errors);
        assertThat(firstColumn("error")).containsExactlyInAnyOrder(errors);
    }

    @Test
    void listEveryPhaseAndDecisionOfOurEvents() throws IOException {
        assertThat(firstColumn("phase")).containsExactlyInAnyOrderElementsOf(words(Phase.values()));

        assertThat(Decision.class.getPermittedSubclasses())
                .as("kinds of decisions")
                .containsExactlyInAnyOrder(Nothing.class, Remind.class, Enforce.class, Reported.class);
        List<String> decisions = new ArrayList<>(words(Reason.values()));
        decisions.add(new Remind(Optional.empty(), 0, true, OptionalInt.empty()).code());
        decisions.add(new Enforce(Instant.EPOCH).code());
        decisions.add(new Enforce(Instant.EPOCH, Optional.of(Instant.EPOCH)).code());
        assertThat(firstColumn("decision")).containsExactlyInAnyOrderElementsOf(decisions);
        assertThat(new Reported(new Enforce(Instant.EPOCH)).code()).isEqualTo("report_enforce");
        assertThat(Files.readString(Path.of("docs/admin-guide.md"))).contains("with `report_` in front");
    }

    @Test
    void listEveryFindingOfTheCheckWithItsSeverities() throws IOException {
        Map<String, List<String>> listed = new TreeMap<>();
        for (List<String> row : table("docs/findings.md", "code")) {
            assertThat(row).as("%s", row).hasSize(4).doesNotContain("");
            assertThat(listed.put(codes(row.get(0)).get(0), codes(row.get(1))))
                    .as("%s is listed once", row.get(0))
                    .isNull();
        }

        assertThat(listed)
                .containsExactlyInAnyOrderEntriesOf(Stream.of(Finding.Code.values())
                        .collect(Collectors.toMap(
                                Finding.Code::code,
                                code -> code.severities().stream()
                                        .map(Finding.Severity::code)
                                        .toList())));
        assertThat(table("docs/findings.md", "severity").stream().flatMap(row -> codes(row.get(0)).stream()))
                .containsExactlyElementsOf(words(Finding.Severity.values()));
    }

    /** What admins paste into the user profile is what the realm file has; only the group is left out. */
    @Test
    void pasteTheAttributesOfTheRealmFile() throws IOException {
        String guide = Files.readString(Path.of("docs/admin-guide.md"));
        String pasted = guide.substring(guide.indexOf("```json", guide.indexOf("### The user profile")) + 7);
        JsonNode profile = JSON.readTree(JSON.readTree(
                        Path.of("realm-export.json").toFile())
                .at("/components/org.keycloak.userprofile.UserProfileProvider/0/config/kc.user.profile.config/0")
                .asText());

        assertThat(JSON.readTree("[" + pasted.substring(0, pasted.indexOf("```")) + "]"))
                .containsExactlyInAnyOrderElementsOf(StreamSupport.stream(
                                profile.get("attributes").spliterator(), false)
                        .filter(attribute -> attribute.get("name").asText().startsWith("magentoLink"))
                        .map(attribute -> ((ObjectNode) attribute).<JsonNode>without("group"))
                        .toList());
    }

    /** Where a default is a number, the words must name the least and the most that are taken. */
    private static void assertBounds(ProviderConfigProperty setting, String words) {
        if (String.valueOf(setting.getDefaultValue()).matches("\\d+")) {
            Matcher bounds = BOUNDS.matcher(words);
            assertThat(bounds.find()).as("%s has bounds", setting.getName()).isTrue();
            int least = Integer.parseInt(bounds.group(1));
            int most = Integer.parseInt(bounds.group(2));
            assertThat(IntStream.of(least - 1, least, most, most + 1).mapToObj(value -> isTaken(setting, value)))
                    .as("%s: %d to %d", setting.getName(), least, most)
                    .containsExactly(false, true, true, false);
        }
    }

    private static boolean isTaken(ProviderConfigProperty setting, int value) {
        return SettingsParser.parse(Map.of(setting.getName(), Integer.toString(value))) instanceof Usable;
    }

    private static List<String> names() {
        return SettingsProperties.all().stream()
                .map(ProviderConfigProperty::getName)
                .toList();
    }

    private static List<ProviderConfigProperty> settings(List<String> names) {
        return SettingsProperties.all().stream()
                .filter(setting -> names.contains(setting.getName()))
                .toList();
    }

    private static Object fallback(String cell) {
        return cell.startsWith("none") ? null : codes(cell).get(0);
    }

    private static List<String> words(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> firstColumn(String head) throws IOException {
        return table("docs/admin-guide.md", head).stream()
                .flatMap(row -> codes(row.get(0)).stream())
                .toList();
    }

    /** What is written as code. */
    private static List<String> codes(String text) {
        return CODE.matcher(text).results().map(result -> result.group(1)).toList();
    }

    /** The rows of the table whose first column has this head. */
    private static List<List<String>> table(String page, String head) throws IOException {
        List<List<String>> rows = Files.readAllLines(Path.of(page)).stream()
                .dropWhile(line -> !line.startsWith("| " + head + " |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        assertThat(rows).as("%s has a table of each %s", page, head).isNotEmpty();
        return rows;
    }

    private static Iterable<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> demo = Files.list(Path.of("demo"))) {
            return Stream.of(top, docs, demo)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path file : javaFiles(TESTS)) {
            sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
        return sources;
    }

    private static List<Path> javaFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
