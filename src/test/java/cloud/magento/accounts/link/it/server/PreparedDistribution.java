package cloud.magento.accounts.link.it.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keycloak distributions with the JARs in them and {@code kc.sh build} done, kept by the content of the JARs: a second
 * start with the same JARs does not build again.
 */
final class PreparedDistribution {

    /**
     * One for the demo, those of a test run, which has servers with other options, and a few of the JAR before a
     * change.
     */
    private static final int KEPT = 8;

    /** In the distribution's directory, so that a later run can still see how the build went. */
    static final String BUILD_LOG = "build.log";

    /** What a shell says after Ctrl-C or kill, which reaches the build before this process hears of it. */
    private static final Set<Integer> ENDED_BY_SIGNAL = Set.of(130, 143);

    private final ServerSettings settings;

    PreparedDistribution(ServerSettings settings) {
        this.settings = settings;
    }

    /**
     * Where the distribution is, built first if this JAR is new. Tests that run side by side, in one Java process or in
     * several, wait for each other.
     */
    Path home() {
        synchronized (PreparedDistribution.class) {
            try (FileChannel file = FileChannel.open(lockFile(), CREATE, WRITE);
                    FileLock lock = file.lock()) {
                return preparedHome();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path lockFile() throws IOException {
        return Files.createDirectories(settings.cache()).resolve("prepared.lock");
    }

    private Path preparedHome() throws IOException {
        Path prepared = settings.cache().resolve("prepared");
        Path home = prepared.resolve(settings.version() + "-" + fingerprint());
        if (!Files.isDirectory(home)) {
            build(home);
        }
        Files.setLastModifiedTime(home, FileTime.from(Instant.now()));
        forgetOldest(prepared);
        return home;
    }

    /**
     * Built beside its place and moved there when done, so that an interrupted build is never taken for a whole one.
     */
    private void build(Path home) throws IOException {
        Path plain = settings.cache().resolve("keycloak-" + settings.version());
        if (!Files.isDirectory(plain)) {
            throw new ServerFailedException(plain + " is missing: run ./mvnw verify, which fetches it.");
        }
        Path draft = RunDirectories.create(settings.cache());
        Trees.duplicate(plain, draft, file -> file.startsWith("lib/quarkus"));
        for (Path jar : settings.providers()) {
            Files.copy(jar, draft.resolve("providers").resolve(jar.getFileName()));
        }
        List<String> arguments = new ArrayList<>(List.of("build"));
        arguments.addAll(settings.buildOptions());
        Path log = settings.logFile().resolveSibling("keycloak-build.log");
        KeycloakProcess build = KeycloakProcess.start(draft, arguments, Map.of(), log);
        Thread ender = new Thread(() -> {
            build.stop();
            Trees.delete(draft);
        });
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            int status = build.waitFor();
            if (ENDED_BY_SIGNAL.contains(status)) {
                throw new ServerFailedException("kc.sh build was interrupted.");
            }
            if (status != 0) {
                throw new ServerFailedException("kc.sh build failed.", build.log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("Interrupted during kc.sh build.", e);
        } finally {
            forget(ender);
        }
        Files.move(log, draft.resolve(BUILD_LOG));
        Files.createDirectories(home.getParent());
        Files.move(draft, home);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook is running: it does the work.
        }
    }

    private static void forgetOldest(Path prepared) throws IOException {
        try (Stream<Path> homes = Files.list(prepared)) {
            homes.sorted(Comparator.comparing(PreparedDistribution::lastUsed).reversed())
                    .skip(KEPT)
                    .forEach(Trees::delete);
        }
    }

    private static FileTime lastUsed(Path home) {
        try {
            return Files.getLastModifiedTime(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path jar : settings.providers()) {
                digest.update(Files.readAllBytes(jar));
            }
            digest.update(String.join(" ", settings.buildOptions()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
