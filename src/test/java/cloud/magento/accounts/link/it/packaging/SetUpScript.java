package cloud.magento.accounts.link.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Programs;
import cloud.magento.accounts.link.it.scenario.Site;
import cloud.magento.accounts.link.it.server.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** {@code scripts/magento-link} with the commands of {@code kcadm.sh}, signed in to the server under test. */
public final class SetUpScript {

    private static final Path SCRIPT = Build.root().resolve("scripts/magento-link");

    /** Less than the timeout of a test, after which the output would be lost. */
    private static final long MINUTES = 4;

    private static final String TEST = "the test of scripts/magento-link";

    private final Path directory;
    private final Path config;
    private Path kcadm = Build.distribution().resolve("bin/kcadm.sh");

    /** Signs kcadm in. Its sign-in and the output of the runs are kept in the directory. */
    public SetUpScript(Path directory) throws IOException {
        this.directory = directory;
        this.config = directory.resolve("kcadm.config");
        Programs.assume("bash", TEST);
        Programs.assume("jq", TEST);
        if (!Files.isExecutable(kcadm)) {
            Assumptions.abort(kcadm + " is missing: with Keycloak in a container, the distribution is not needed.");
        }
        Run signIn = run(
                List.of(kcadm.toString(), "config", "credentials", "--config", config.toString()),
                List.of("--server", Site.address().toString(), "--realm", "master", "--user", "admin"),
                Map.of("KC_CLI_PASSWORD", "admin"));
        assertThat(signIn.status()).as(signIn.output()).isZero();
        kcadm = executable("kcadm", KcadmDaemon.program());
    }

    /** From now on, the script calls {@code kcadm.sh} itself, which takes more than a second for each request. */
    void callKcadmOfTheDistribution() {
        kcadm = Build.distribution().resolve("bin/kcadm.sh");
    }

    /** What a run has printed, and its exit status. */
    public record Run(int status, String output) {

        /** The items with this status. */
        public List<String> items(String status) {
            return output.lines()
                    .filter(line -> line.startsWith(status + " "))
                    .map(line -> line.substring(status.length()).strip())
                    .toList();
        }

        /** Fails unless the exit status is 0. */
        public Run succeeds() {
            assertThat(status).as(output).isZero();
            return this;
        }

        void changesNothing() {
            succeeds();
            assertThat(output).contains("Nothing has changed.");
            assertThat(Stream.of("created", "changed", "removed").flatMap(word -> items(word).stream()))
                    .isEmpty();
            assertThat(items("unchanged")).isNotEmpty();
        }
    }

    /** Runs a command of the script. */
    public Run run(String command, String realm, List<String> options, Map<String, String> environment) {
        return run(
                List.of(SCRIPT.toString(), command, realm, "--kcadm", kcadm.toString(), "--config", config.toString()),
                options,
                environment);
    }

    /** The first request whose arguments contain the text fails, once, as if the network were down. */
    void interruptAt(String text) throws IOException {
        Path real = kcadm;
        Path failed = directory.resolve("failed");
        Files.deleteIfExists(failed);
        kcadm = executable("kcadm-" + Math.abs(text.hashCode()), """
                #!/usr/bin/env bash
                if [[ "$*" == *'%s'* ]] && [ ! -e '%s' ]; then
                    touch '%s'
                    echo 'Connection refused' >&2
                    exit 1
                fi
                exec '%s' "$@"
                """.formatted(text, failed, failed, real));
    }

    private Path executable(String name, String text) throws IOException {
        Path program = Files.writeString(directory.resolve(name), text);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private Run run(List<String> command, List<String> options, Map<String, String> environment) {
        List<String> all = new ArrayList<>(command);
        all.addAll(options);
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // What a developer has set for another Keycloak must not change the commands.
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    KcadmDaemon.stop();
                    throw new AssertionError(all + " does not end: " + Files.readString(output));
                }
                return new Run(process.exitValue(), Files.readString(output));
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        } catch (IOException e) {
            throw new AssertionError(all + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
