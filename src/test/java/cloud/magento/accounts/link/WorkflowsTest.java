package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.server.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What runs at GitHub runs the scripts of {@code .ci}, with as few rights as it needs. */
@DisplayName("The workflows")
final class WorkflowsTest {

    private static final Path WORKFLOWS = Path.of(".github/workflows");
    private static final Map<?, ?> READ_ONLY = Map.of("contents", "read");
    private static final Pattern ACTION = Pattern.compile("[\\w-]+/[\\w-]+@(?:v\\d+|[0-9a-f]{40})");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=\\$\\((.+)\\)");
    private static final Pattern PARTS = Pattern.compile("(?m)^parts=\\((.*)\\)$");
    /** YAML 1.1, which the parser reads, takes the key "on" for the boolean. */
    private static final Object ON = true;

    @ParameterizedTest
    @MethodSource("workflows")
    void runOnlyScriptsThatExist(Path workflow) throws IOException {
        for (Map<?, ?> step : steps(workflow)) {
            if (step.get("run") instanceof String run) {
                for (String line : run.strip().split("\n")) {
                    Matcher assignment = ASSIGNMENT.matcher(line);
                    String command = assignment.matches() ? assignment.group(1) : line;
                    // The shell goes on if a command fails that is only a part of another one.
                    assertThat(command).as(workflow.toString()).doesNotContain("$(", "`");
                    if (!command.startsWith("echo ")) {
                        Path script = Path.of(command.split(" ")[0]);
                        assertThat(script).as("%s runs %s", workflow, line).isExecutable();
                        assertThat(script.startsWith(".ci")).isTrue();
                    }
                }
            }
        }
    }

    /** A text that a stranger chooses, such as a branch's name, must not become part of a command. */
    @ParameterizedTest
    @MethodSource("workflows")
    void putOnlyTheirOwnMatrixIntoACommand(Path workflow) throws IOException {
        assertThat(steps(workflow).stream()
                        .flatMap(step -> Stream.ofNullable(step.get("run")))
                        .map(run -> run.toString().replaceAll("\\$\\{\\{ matrix\\.\\w+ }}", "")))
                .noneMatch(run -> run.contains("${{"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void neverRunWithTheRightsOfTheTargetOfAPullRequest(Path workflow) throws IOException {
        Object on = read(workflow).get(ON);

        assertThat(on).isInstanceOf(Map.class);
        assertThat(((Map<?, ?>) on).keySet().stream().map(Object::toString))
                .isSubsetOf(Set.of("push", "pull_request", "schedule", "workflow_dispatch"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void readTheSourcesAndNothingElse(Path workflow) throws IOException {
        assertThat(read(workflow).get("permissions")).isEqualTo(READ_ONLY);
        jobs(workflow).forEach((name, job) -> {
            if (!workflow.endsWith("release.yml") || !name.equals("publish")) {
                assertThat(job.get("permissions")).as("%s: %s", workflow, name).isEqualTo(READ_ONLY);
            }
        });
    }

    @Test
    void letOneJobWriteARelease() throws IOException {
        Map<?, ?> publish = jobs(WORKFLOWS.resolve("release.yml")).get("publish");

        assertThat(publish.get("permissions"))
                .isEqualTo(Map.of("contents", "write", "id-token", "write", "attestations", "write"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void pinTheirActionsAndKeepNoToken(Path workflow) throws IOException {
        for (Map<?, ?> step : steps(workflow)) {
            Object action = step.get("uses");
            assertThat(action == null || ACTION.matcher(action.toString()).matches())
                    .as("%s of %s is pinned", action, workflow)
                    .isTrue();
            if (action != null && action.toString().startsWith("actions/checkout@")) {
                assertThat(((Map<?, ?>) step.get("with")).get("persist-credentials"))
                        .as(workflow.toString())
                        .isEqualTo(false);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void endInAMeasurableTime(Path workflow) throws IOException {
        jobs(workflow).forEach((name, job) -> {
            if (job.get("steps").toString().contains("run=")) {
                assertThat(job.get("timeout-minutes"))
                        .as("%s: %s", workflow, name)
                        .isInstanceOf(Integer.class);
            }
        });
    }

    @Test
    void runEveryPartOnce() throws IOException {
        Matcher parts = PARTS.matcher(Files.readString(Path.of(".ci/run")));
        assertThat(parts.find()).isTrue();
        Map<?, ?> strategy =
                (Map<?, ?>) jobs(WORKFLOWS.resolve("ci.yml")).get("tests").get("strategy");
        Map<?, ?> matrix = (Map<?, ?>) strategy.get("matrix");

        assertThat(((List<?>) matrix.get("parts"))
                        .stream().flatMap(row -> Stream.of(row.toString().split(" "))))
                .containsExactlyInAnyOrder(parts.group(1).split(" "));
    }

    @Test
    void areRaisedWithTheDependencies() throws IOException {
        List<?> updates = (List<?>) read(Path.of(".github/dependabot.yml")).get("updates");

        assertThat(updates.stream()
                        .map(update ->
                                ((Map<?, ?>) update).get("package-ecosystem").toString()))
                .containsExactlyInAnyOrder("maven", "github-actions", "docker-compose");
    }

    /** The volume of deploy/compose.yaml fits one major version of PostgreSQL. */
    @Test
    void neverRaisePostgresqlToAnotherMajorVersion() throws IOException {
        List<?> updates = (List<?>) read(Path.of(".github/dependabot.yml")).get("updates");

        assertThat(updates.stream()
                        .map(update -> (Map<?, ?>) update)
                        .filter(update -> "docker-compose".equals(update.get("package-ecosystem"))))
                .singleElement()
                .satisfies(update -> assertThat(update.get("ignore"))
                        .isEqualTo(List.of(Map.of(
                                "dependency-name",
                                "*postgres",
                                "update-types",
                                List.of("version-update:semver-major")))));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void offerFormsThatAreComplete(Path template) throws IOException {
        Map<?, ?> form = read(template);

        assertThat(form.keySet()).map(Object::toString).contains("name", "description", "body");
        Set<Object> ids = new TreeSet<>();
        for (Object field : (List<?>) form.get("body")) {
            Map<?, ?> element = (Map<?, ?>) field;
            assertThat(element.get("type")).isIn("markdown", "textarea", "input");
            assertThat(element.get("attributes")).isInstanceOf(Map.class);
            assertThat(element.get("id") == null || ids.add(element.get("id"))).isTrue();
        }
        assertThat(form.toString()).contains("SECURITY.md");
    }

    @Test
    void findTheVersionInTheChangelog() throws IOException {
        String version = Build.version().replace("-SNAPSHOT", "");

        assertThat(Files.readAllLines(Path.of("CHANGELOG.md")).stream().filter(line -> line.startsWith("## ")))
                .first()
                .asString()
                .matches("## \\[" + Pattern.quote(version) + "] - (unreleased|\\d{4}-\\d{2}-\\d{2})");
    }

    private static Stream<Path> workflows() throws IOException {
        return files(WORKFLOWS).stream();
    }

    private static Stream<Path> templates() throws IOException {
        return files(Path.of(".github/ISSUE_TEMPLATE")).stream().filter(file -> !file.endsWith("config.yml"));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static Map<?, ?> read(Path file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<?, ?>> jobs(Path workflow) throws IOException {
        return (Map<String, Map<?, ?>>) read(workflow).get("jobs");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> steps(Path workflow) throws IOException {
        return jobs(workflow).values().stream()
                .flatMap(job -> ((List<Map<?, ?>>) job.get("steps")).stream())
                .toList();
    }
}
