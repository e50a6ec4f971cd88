package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A directory for each run, named after the process that owns it; those of processes that are gone are removed. */
final class RunDirectories {

    private RunDirectories() {}

    static Path create(Path cache) {
        Path runs = cache.resolve("run");
        try {
            Files.createDirectories(runs);
            removeOrphans(runs);
            return Files.createTempDirectory(runs, ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeOrphans(Path runs) throws IOException {
        try (Stream<Path> all = Files.list(runs)) {
            all.filter(RunDirectories::isOrphan).forEach(Trees::delete);
        }
    }

    private static boolean isOrphan(Path run) {
        String owner = run.getFileName().toString().split("-", 2)[0];
        return owner.matches("\\d{1,18}")
                && !ProcessHandle.of(Long.parseLong(owner))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }
}
