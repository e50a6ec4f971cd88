package cloud.magento.accounts.link.it.scenario;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP requests without a browser: of scripts and of the app's back end. */
public final class Http {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    /** Sends a form and reads the JSON that comes back. */
    public static Answer post(String address, Map<String, String> form) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build());
    }

    /** Sends a form with a bearer token. */
    public static Answer post(String address, Map<String, String> form, String bearer) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build());
    }

    /** Sends a form as a public client that names itself with HTTP Basic and an empty password. */
    public static Answer postAs(String clientId, String address, Map<String, String> form) {
        String credentials = Base64.getEncoder().encodeToString((clientId + ":").getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build());
    }

    /** Sends JSON with a bearer token and reads the JSON that comes back. */
    public static Answer send(String method, String address, String bearer, String json) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** Name and value pairs, encoded for an address or a form. */
    public static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Sends any request. */
    public static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            String body = response.body();
            Map<String, Object> json =
                    body.startsWith("{") ? JSON.readValue(body, new TypeReference<Map<String, Object>>() {}) : Map.of();
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Location").orElse(""),
                    json,
                    body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * The response.
     *
     * @param location the redirect address, or empty
     */
    public record Answer(int status, String location, Map<String, Object> json, String body) {

        public String text(String name) {
            return String.valueOf(json.get(name));
        }

        /** The JSON as a tree. */
        public JsonNode tree() {
            return JSON.valueToTree(json);
        }

        public boolean hasTokens() {
            return json.containsKey("access_token");
        }
    }
}
