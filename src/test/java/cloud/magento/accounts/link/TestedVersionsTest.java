package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.server.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The docs call a version of Keycloak tested if, and only if, .ci/versions has it: .ci/run runs the tests with these.
 */
@DisplayName("The versions that are called tested")
final class TestedVersionsTest {

    private static final Pattern VERSION = Pattern.compile("\\b26\\.\\d+\\.\\d+\\b");
    private static final Pattern OTHER_THAN_THE_DEFAULT = Pattern.compile("(?m)^(?:oldest|between)=.*$");

    @ParameterizedTest
    @CsvSource({
        "README.md, Tested with Keycloak",
        "SECURITY.md, The extension runs on",
        "docs/grants.md, as run against Keycloak",
    })
    void areThoseOfTheBuild(Path page, String before) throws IOException {
        assertThat(Files.readString(page).lines().filter(line -> line.contains(before)))
                .singleElement()
                .satisfies(line -> assertThat(versions(line)).isEqualTo(tested()));
    }

    @Test
    void areThoseThatTheReadmeNamesForTheBuild() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(readme).containsSubsequence("`.ci/run` also runs", "Useful switches:");
        Set<String> told =
                versions(readme.substring(readme.indexOf("`.ci/run` also runs"), readme.indexOf("Useful switches:")));
        told.add(Build.keycloakVersion());

        assertThat(told).isEqualTo(tested());
    }

    private static Set<String> tested() throws IOException {
        Set<String> versions = new TreeSet<>(Set.of(Build.keycloakVersion()));
        Matcher lines = OTHER_THAN_THE_DEFAULT.matcher(Files.readString(Path.of(".ci/versions")));
        while (lines.find()) {
            versions.addAll(versions(lines.group()));
        }
        return versions;
    }

    private static Set<String> versions(String text) {
        return VERSION.matcher(text).results().map(match -> match.group()).collect(TreeSet::new, Set::add, Set::addAll);
    }
}
