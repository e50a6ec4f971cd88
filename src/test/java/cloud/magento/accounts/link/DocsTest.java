package cloud.magento.accounts.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the docs name must be there: a promise without its test is none. */
@DisplayName("The docs")
final class DocsTest {

    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:IT|Test))(?:\\.(\\w+))?`");
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

    private static Iterable<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.list(Path.of("docs"));
                Stream<Path> demo = Files.list(Path.of("demo"))) {
            return Stream.of(top, docs, demo)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    (Iterable<Path>) files.filter(name -> name.toString().endsWith(".java"))::iterator) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
