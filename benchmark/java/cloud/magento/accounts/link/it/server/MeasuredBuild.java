package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code kc.sh build} of a new copy of the distribution. */
public final class MeasuredBuild {

    private MeasuredBuild() {}

    /** How long it takes. The copy is deleted. */
    public static Duration run(boolean withExtension) throws IOException, InterruptedException {
        Path home = RunDirectories.create(Build.keycloakCache());
        try {
            Trees.duplicate(Build.distribution(), home, file -> file.startsWith("lib/quarkus"));
            if (withExtension) {
                Files.copy(
                        Build.jar(),
                        home.resolve("providers").resolve(Build.jar().getFileName()));
            }
            long begin = System.nanoTime();
            KeycloakProcess build = KeycloakProcess.start(
                    home,
                    List.of("build", "--db=postgres", "--health-enabled=true", "--metrics-enabled=true"),
                    Map.of("JAVA_OPTS_APPEND", ""),
                    Build.target().resolve("benchmark-build.log"));
            if (build.waitFor() != 0) {
                throw new ServerFailedException("kc.sh build failed.", build.log());
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            Trees.delete(home);
        }
    }
}
