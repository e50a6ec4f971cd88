package cloud.magento.accounts.link.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files in {@code benchmark/results}: one for each benchmark, from its last run. */
public final class ResultFiles {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path directory;

    /** The files in this directory. */
    public ResultFiles(Path directory) {
        this.directory = directory;
    }

    /** Those of the project. */
    public static ResultFiles ofProject(Path root) {
        return new ResultFiles(root.resolve("benchmark/results"));
    }

    /** Replaces the file of the benchmark. */
    public void write(Result result) {
        try {
            Files.createDirectories(directory);
            Files.writeString(file(result.benchmark()), JSON.writeValueAsString(result) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last result of a benchmark, if it ever ran. */
    Optional<Result> read(String benchmark) {
        Path file = file(benchmark);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Result.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String benchmark) {
        return directory.resolve(benchmark + ".json");
    }
}
