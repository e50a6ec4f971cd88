package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that some tests need. */
public final class Programs {

    private Programs() {}

    /** Without the program the test is skipped, but in CI it fails. */
    public static void assume(String name, String test) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, name)));
        assertThat(found || !"true".equals(System.getenv("CI")))
                .as("%s, which must not be missing in CI", name)
                .isTrue();
        Assumptions.assumeTrue(found, name + " is missing: " + test + " is skipped.");
    }
}
