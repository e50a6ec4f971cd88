package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The REST endpoints of this extension for admins. */
public final class Reports {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADDRESS = Site.address() + "/admin/realms/cloud/magento-link/";

    private Reports() {}

    /** The answer of an endpoint as JSON; fails unless it is 200. */
    public static JsonNode get(String path, Map<String, String> query) {
        Http.Answer answer = get(path, query, "application/json", Site.token());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** The answer of an endpoint, whatever it is. An empty token sends none. */
    public static Http.Answer get(String path, Map<String, String> query, String accept, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ADDRESS + path + (query.isEmpty() ? "" : "?" + Http.encoded(query))))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", accept);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return Http.send(request.build());
    }

    /** Posts a body with a token of the administrator; the answer as JSON. Fails unless it is 200. */
    public static JsonNode post(String path, Object body) {
        try {
            Http.Answer answer = post(path, JSON.writeValueAsString(body), Site.token());
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return json(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The answer to a body that is said to be JSON, whatever it is. An empty token sends none. */
    public static Http.Answer post(String path, String body, String token) {
        return post(path, body, token, "application/json");
    }

    /** The same for a body that is said to be of another type. */
    public static Http.Answer post(String path, String body, String token, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ADDRESS + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", type)
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return Http.send(request.build());
    }

    /** The answer to a request without a body. An empty token sends none. */
    public static Http.Answer post(String path, Map<String, String> query, String token) {
        String queried = path + (query.isEmpty() ? "" : "?" + Http.encoded(query));
        return post(queried, "", token);
    }

    /** The status of an endpoint, with a query that is sent as it is, even if no address may have it. */
    public static int status(String pathAndQuery) {
        try (Socket socket = new Socket(Site.address().getHost(), Site.address().getPort())) {
            String request = "GET " + URI.create(ADDRESS).getRawPath() + pathAndQuery + " HTTP/1.1\r\nHost: "
                    + Site.address().getAuthority() + "\r\nAuthorization: Bearer " + Site.token()
                    + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body as JSON. */
    public static JsonNode json(Http.Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
