package cloud.magento.accounts.link.it.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.keycloak.representations.idm.ClientRepresentation;

/** The address at which Keycloak tells an app that a session has ended (OpenID Connect back-channel logout). */
public final class LogoutReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private volatile Optional<String> session = Optional.empty();

    private LogoutReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.start();
    }

    /** Starts it and registers its address with the app. */
    public static LogoutReceiver of(CloudApp app) {
        LogoutReceiver receiver = new LogoutReceiver();
        ClientRepresentation client =
                Site.cloud().clients().findByClientId(app.clientId()).get(0);
        client.getAttributes()
                .put(
                        "backchannel.logout.url",
                        "http://" + Site.testHost() + ":"
                                + receiver.server.getAddress().getPort() + "/");
        client.getAttributes().put("backchannel.logout.session.required", "true");
        Site.cloud().clients().get(client.getId()).update(client);
        return receiver;
    }

    /** The id of the session that has ended. */
    public String awaitSession() {
        return Eventually.get(() -> session, () -> "The app was not told.");
    }

    private void receive(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String claims = form.replaceFirst(".*logout_token=", "").split("\\.")[1];
        session = Optional.of(
                JSON.readTree(Base64.getUrlDecoder().decode(claims)).path("sid").asText());
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
