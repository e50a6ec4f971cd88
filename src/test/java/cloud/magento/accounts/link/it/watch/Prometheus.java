package cloud.magento.accounts.link.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.scenario.Http;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A Prometheus on the loopback interface that reads one server each second, and evaluates a file of rules. */
final class Prometheus implements AutoCloseable {

    private final Process process;
    private final String address;

    Prometheus(Path directory, URI target, Path rules) {
        int port = freePort();
        address = "http://127.0.0.1:" + port;
        try {
            Path config = Files.writeString(
                    directory.resolve("prometheus.yaml"), """
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: ['%s']
                    scrape_configs:
                      - job_name: keycloak
                        static_configs: [{targets: ['%s']}]
                    """.formatted(rules.toAbsolutePath(), target.getAuthority()));
            process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it answers. */
    boolean isReady() {
        try {
            return Http.send(HttpRequest.newBuilder(URI.create(address + "/-/ready"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build())
                            .status()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** How many series an expression has now; fails if it is not an expression. */
    int count(String expression) {
        Http.Answer answer = get("/api/v1/query?" + Http.encoded(Map.of("query", expression)));
        assertThat(answer.status()).as("%s: %s", expression, answer.body()).isEqualTo(200);
        return answer.tree().at("/data/result").size();
    }

    /** The rules, as Prometheus has read them. */
    List<JsonNode> rules() {
        JsonNode groups = get("/api/v1/rules").tree().at("/data/groups");
        return groups.findValues("rules").stream()
                .flatMap(rules -> StreamSupport.stream(rules.spliterator(), false))
                .toList();
    }

    private Http.Answer get(String path) {
        return Http.send(HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofSeconds(30))
                .build());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
