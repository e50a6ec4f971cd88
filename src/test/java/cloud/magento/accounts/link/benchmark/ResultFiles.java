package cloud.magento.accounts.link.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files in {@code benchmark/results}: one for each benchmark, from its last run of the largest form. */
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

    Path directory() {
        return directory;
    }

    /**
     * Whether a result of this form replaces the file of the benchmark. The short form replaces none: who tries
     * something out changes no committed file. A smaller form does not replace what a larger one has measured.
     */
    boolean mayBeReplaced(String benchmark, Form form) {
        return !form.isShort()
                && read(benchmark).map(Result::form).map(Form::of).stream().allMatch(form::isAtLeast);
    }

    /** Replaces the file of the benchmark. */
    public void write(Result result) {
        try {
            write(result.benchmark() + ".json", JSON.writeValueAsString(result) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text beside the results. */
    void write(String file, String text) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last result of a benchmark, if it ever ran. */
    Optional<Result> read(String benchmark) {
        Path file = directory.resolve(benchmark + ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Result.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
