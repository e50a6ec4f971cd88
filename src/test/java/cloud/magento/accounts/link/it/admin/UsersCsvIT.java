package cloud.magento.accounts.link.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Eventually;
import cloud.magento.accounts.link.it.scenario.Reports;
import cloud.magento.accounts.link.it.scenario.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The CSV of many users. {@code -Drollout.csv=1000000} chooses how many. */
@Tag("writes")
@EnabledIfSystemProperty(named = GeneratedRollout.DATABASE, matches = "jdbc:postgresql:.*")
final class UsersCsvIT {

    private static final int USERS = Integer.getInteger("rollout.csv", 50_000);
    private static final int USERS_PER_PAGE = 1000;

    private static GeneratedRollout rollout;

    @BeforeAll
    static void generate() throws Exception {
        rollout = new GeneratedRollout(USERS);
    }

    @AfterAll
    static void remove() throws Exception {
        rollout.close();
    }

    @Test
    void hasEachUserOnceAndReadsThemPageByPage() throws Exception {
        int mark = Site.server().log().size();
        long total = Reports.get("progress", Map.of()).get("total").asLong();
        long before = usedHeap();
        long highest = 0;
        Set<String> ids = new HashSet<>();
        HttpResponse<java.io.InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(Site.address() + "/admin/realms/cloud/magento-link/users"))
                                .header("Accept", "text/csv")
                                .header("Authorization", "Bearer " + Site.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("id,username,");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(ids.add(line.substring(0, line.indexOf(',')))).isTrue();
                if (ids.size() % (USERS / 10) == 0) {
                    highest = Math.max(highest, usedHeap());
                }
            }
        }

        assertThat(ids).hasSize((int) total);
        System.out.printf("%d users as CSV, heap %d MB before, at most %d MB%n", total, before >> 20, highest >> 20);
        assertThat(pagesSince(mark)).isEqualTo(total / USERS_PER_PAGE + 1);
    }

    @Test
    void aClientThatStopsReadingKeepsNoTransactionOpen() throws Exception {
        int mark = Site.server().log().size();
        try (Socket slow = new Socket(Site.address().getHost(), Site.address().getPort())) {
            slow.setReceiveBufferSize(4096);
            slow.getOutputStream()
                    .write(("GET /admin/realms/cloud/magento-link/users HTTP/1.1\r\nHost: "
                                    + Site.address().getAuthority() + "\r\nAuthorization: Bearer " + Site.token()
                                    + "\r\nAccept: text/csv\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(slow.getInputStream().readNBytes(1000)).hasSize(1000);
            awaitTheServerToWait();
            assertThat(pagesSince(mark)).as("it waits for the client").isLessThan(USERS / USERS_PER_PAGE);

            assertThat(rollout.counts("SELECT coalesce(query, ''), count(*) FROM pg_stat_activity"
                            + " WHERE datname = 'keycloak' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
                            + " AND now() - xact_start > interval '1 second' GROUP BY 1"))
                    .isEmpty();
        }
        assertThat(Reports.get("users", Map.of("max", "1"))).hasSize(1);
    }

    /**
     * The server fills its buffers and those of the socket, and then reads no further page. It takes time to fill them.
     */
    private static void awaitTheServerToWait() {
        List<Long> pages = new ArrayList<>();
        Eventually.get(
                Duration.ofMinutes(1),
                () -> {
                    pages.add(pagesSince(0));
                    int last = pages.size() - 1;
                    return last >= 20 && pages.get(last).equals(pages.get(last - 20))
                            ? Optional.of(true)
                            : Optional.empty();
                },
                () -> "The server goes on to read pages: " + pages);
    }

    private static long pagesSince(int mark) {
        return Site.server().logSince(mark).stream()
                .filter(line -> line.contains("org.hibernate.SQL") && line.contains(" USER_ENTITY "))
                .filter(line -> line.contains("order by ue1_0.ID"))
                .count();
    }

    private static long usedHeap() throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(Site.server().managementAddress() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
