package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * A command line tool that signs in like magento-cloud: a public client that listens on the first free port from 5000
 * to 5010 of 127.0.0.1, sends its user to a browser, and keeps an offline token.
 */
public final class CommandLineTool implements AutoCloseable {

    public static final int FIRST_PORT = 5000;
    public static final int LAST_PORT = 5010;

    /** The registered address has no port: Keycloak accepts each port of the loopback interface (RFC 8252, 7.3). */
    private static final String LOOPBACK = "http://127.0.0.1";

    private final String clientId = "cli-" + UUID.randomUUID().toString().substring(0, 8);
    private final String realm = Site.address() + "/realms/cloud/protocol/openid-connect/";
    private final HttpServer server = IntStream.rangeClosed(FIRST_PORT, LAST_PORT)
            .mapToObj(CommandLineTool::listenAt)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(() -> new AssertionError("No port from 5000 to 5010 is free"));

    private CommandLineTool() {}

    /** Registers a new tool, whose users must consent. */
    public static CommandLineTool registered() {
        CommandLineTool tool = new CommandLineTool();
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(tool.clientId);
        client.setPublicClient(true);
        client.setConsentRequired(true);
        client.setRedirectUris(List.of(LOOPBACK));
        client.setAttributes(Map.of("pkce.code.challenge.method", "S256"));
        try (Response response = Site.cloud().clients().create(client)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        return tool;
    }

    public String clientId() {
        return clientId;
    }

    /** A new sign-in of the tool. */
    public Login login() {
        return login(Map.of());
    }

    /** The same with more or other parameters. */
    public Login login(Map<String, String> more) {
        return new Login(more);
    }

    /** Renews the access token. */
    public Http.Answer refresh(String refreshToken) {
        return ask(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** The address that Keycloak calls back, with another port. */
    public static String callback(int port) {
        return LOOPBACK + ":" + port;
    }

    private String callback() {
        return callback(server.getAddress().getPort());
    }

    private Http.Answer ask(Map<String, String> form) {
        return Http.postAs(clientId, realm + "token", form);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static Optional<HttpServer> listenAt(int port) {
        try {
            return Optional.of(CloudApp.listenAt(port));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One sign-in, with a code verifier of its own. */
    public final class Login {

        private final String verifier = random();
        private final String state = random();
        private final Map<String, String> more;

        private Login(Map<String, String> more) {
            this.more = more;
        }

        /** The address that the tool opens in the browser. */
        public String address() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("redirect_uri", callback());
            parameters.put("state", state);
            parameters.put("client_id", clientId);
            parameters.put("prompt", "consent select_account");
            parameters.put("response_type", "code");
            parameters.put("code_challenge", challenge(verifier));
            parameters.put("code_challenge_method", "S256");
            parameters.put("scope", "offline_access");
            parameters.putAll(more);
            return realm + "auth?" + Http.encoded(parameters);
        }

        /** Redeems the code; fails unless the browser is at the tool's own address, with the tool's own state. */
        public Http.Answer tokens(AppPage page) {
            assertThat(page.address().toString()).startsWith(callback() + "/?");
            assertThat(page.parameter("state")).contains(state);
            return ask(Map.of(
                    "grant_type",
                    "authorization_code",
                    "code",
                    page.code(),
                    "redirect_uri",
                    callback(),
                    "code_verifier",
                    verifier));
        }
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return encoded(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return encoded(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
