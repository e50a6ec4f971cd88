package cloud.magento.accounts.link.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.server.Cluster;
import cloud.magento.accounts.link.it.server.KeycloakCommand;
import cloud.magento.accounts.link.it.server.KeycloakCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code kc.sh update-compatibility}, which tells the Keycloak Operator whether it may replace node by node. */
@Tag("cluster")
@EnabledIfSystemProperty(named = "keycloak.server", matches = Cluster.SERVER)
final class RollingUpdateIT {

    /** The statuses that Keycloak documents. */
    private static final int ROLLING = 0;

    private static final int RECREATE = 3;

    @Test
    void isRejectedIfTheJarIsAddedOrRemovedOrHasAnotherVersion(@TempDir Path directory) throws IOException {
        Path with = metadata(directory.resolve("with.json"), true);
        Path without = metadata(directory.resolve("without.json"), false);
        Path older = directory.resolve("older.json");
        String text = Files.readString(with);
        String changed = text.replaceAll("(\"magento-link\"\\s*:\\s*\\{\\s*\"version\"\\s*:\\s*\")[^\"]*", "$10.9.0");
        assertThat(changed).isNotEqualTo(text);
        Files.writeString(older, changed);

        assertStatus(check(with, true), ROLLING);
        assertStatus(check(without, false), ROLLING);
        assertRejected(check(without, true));
        assertRejected(check(with, false));
        assertRejected(check(older, true));
    }

    /** Keycloak names the one whose objection it is. */
    private static void assertRejected(Result result) {
        assertStatus(result, RECREATE);
        assertThat(result.output()).anyMatch(line -> line.contains("[magento-link]"));
    }

    private static void assertStatus(Result result, int status) {
        assertThat(result.status()).as(String.join("\n", result.output())).isEqualTo(status);
    }

    private static Path metadata(Path file, boolean withExtension) {
        assertStatus(
                KeycloakCommand.run(withExtension, "update-compatibility", "metadata", "--optimized", "--file=" + file),
                ROLLING);
        return file;
    }

    private static Result check(Path file, boolean withExtension) {
        return KeycloakCommand.run(withExtension, "update-compatibility", "check", "--optimized", "--file=" + file);
    }
}
