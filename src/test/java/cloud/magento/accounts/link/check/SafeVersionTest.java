package cloud.magento.accounts.link.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The safe versions of Keycloak")
final class SafeVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"26.6.6", "26.6.10", "26.7.2", "26.7.5", "26.8.0", "27.0.0", "26.7.2.redhat-1", "999.0.0"})
    void areTheFirstSafePatchAndNewerOnes(String version) {
        assertThat(SafeVersion.isSafe(version)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"26.6.5", "26.7.1", "26.7.0", "26.5.99", "26.4.7", "25.0.6"})
    void areNotThosePatchesBeforeIt(String version) {
        assertThat(SafeVersion.isSafe(version)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nightly", "", "26.7"})
    void includeAVersionWithoutThreeNumbers(String version) {
        assertThat(SafeVersion.isSafe(version)).isTrue();
    }

    @Test
    void areThoseOfTheSecurityPolicy() throws IOException {
        Map<Integer, Integer> documented = new TreeMap<>();
        Pattern.compile("\\| 26\\.(\\d+) \\| \\*\\*26\\.\\1\\.(\\d+)\\*\\*")
                .matcher(Files.readString(Path.of("SECURITY.md")))
                .results()
                .forEach((MatchResult row) ->
                        documented.put(Integer.valueOf(row.group(1)), Integer.valueOf(row.group(2))));

        assertThat(documented).isEqualTo(SafeVersion.SAFE_PATCHES);
        assertThat(SafeVersion.OLDEST).isEqualTo("26.7." + SafeVersion.SAFE_PATCHES.get(7));
    }

    /** A version that is tested is not necessarily safe. */
    @Test
    void areNamedAmongThoseThatAreTested() throws IOException {
        List<String> tested = versions("The extension runs on");

        assertThat(tested).hasSizeGreaterThan(1);
        assertThat(versions("Of the tested versions, only"))
                .isEqualTo(tested.stream().filter(SafeVersion::isSafe).toList());
    }

    /** Those in the line of the security policy that has this text. */
    private static List<String> versions(String text) throws IOException {
        return Files.readAllLines(Path.of("SECURITY.md")).stream()
                .filter(line -> line.contains(text))
                .flatMap(line ->
                        Pattern.compile("\\d+\\.\\d+\\.\\d+").matcher(line).results())
                .map(MatchResult::group)
                .toList();
    }
}
