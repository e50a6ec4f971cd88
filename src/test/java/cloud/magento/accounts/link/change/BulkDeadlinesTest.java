package cloud.magento.accounts.link.change;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.change.BulkResult.Stop;
import cloud.magento.accounts.link.fakes.FakeRealm;
import cloud.magento.accounts.link.fakes.FakeSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A file of deadlines, while the server cannot store changes,")
final class BulkDeadlinesTest {

    private static final String LINE = "anna,2030-01-01\n";

    @Test
    void isProcessedUpToTheFifthLineThatFails() throws IOException {
        BulkResult result = process(LINE.repeat(250));

        assertThat(result.stop()).contains(outageAt(5));
        assertThat(result.lines()).isEqualTo(5);
        assertThat(result.failed()).isEqualTo(5);
    }

    /** The malformed line comes after those that were not processed. */
    @Test
    void tellsOfTheOutageAndNotOfAMalformedLineBehindIt() throws IOException {
        BulkResult result = process(LINE.repeat(100) + "\"anna\n");

        assertThat(result.stop()).contains(outageAt(5));
    }

    private static Stop outageAt(long line) {
        return new Stop(line, "The server cannot store changes now. Its log says why.", true);
    }

    /** Without an admin, each transaction fails. */
    private static BulkResult process(String file) throws IOException {
        AdminSession admin = new AdminSession(new FakeSession().model(), new FakeRealm("cloud").model(), null, null);
        return new BulkDeadlines(admin, ZoneOffset.UTC, false)
                .process(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    }
}
