package cloud.magento.accounts.link.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file of results")
final class ResultFilesTest {

    @TempDir
    private Path directory;

    @Test
    void isReplacedByTheSameFormOrALargerOne() {
        write(Form.STANDARD);

        assertThat(files().mayBeReplaced("reports", Form.STANDARD)).isTrue();
        assertThat(files().mayBeReplaced("reports", Form.FULL)).isTrue();
    }

    @Test
    void isNotReplacedByASmallerForm() {
        write(Form.FULL);

        assertThat(files().mayBeReplaced("reports", Form.STANDARD)).isFalse();
    }

    @Test
    void isNeverReplacedByTheShortForm() {
        assertThat(files().mayBeReplaced("reports", Form.SHORT)).isFalse();

        write(Form.SHORT);
        assertThat(files().mayBeReplaced("reports", Form.SHORT)).isFalse();
    }

    @Test
    void isWrittenByTheFirstRunOfALargerForm() {
        assertThat(files().mayBeReplaced("reports", Form.STANDARD)).isTrue();
    }

    @Test
    void hasTextsBesideIt() throws IOException {
        files().write("plans/progress.txt", "Seq Scan");

        assertThat(Files.readString(directory.resolve("plans/progress.txt"))).isEqualTo("Seq Scan");
    }

    private void write(Form form) {
        files().write(new Result(
                "reports",
                "2030-01-31",
                "abc",
                form.text(),
                60,
                0.01,
                Map.of("cores", "2"),
                List.of(Measurement.of("Group", "progress", "ms", List.of(1.0)))));
    }

    private ResultFiles files() {
        return new ResultFiles(directory);
    }
}
