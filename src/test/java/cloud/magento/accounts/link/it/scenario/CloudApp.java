package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.pages.AppPage;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;

/** An app of the cloud: a public OIDC client and a page on this machine at which Keycloak calls it back. */
public final class CloudApp {

    /** A parameter of the app's own address, which must be kept. */
    private static final String OWN = "own";

    private static final HttpServer SERVER = start();

    private final String realm;
    private final String clientId;

    private CloudApp(String realm, String clientId) {
        this.realm = realm;
        this.clientId = clientId;
    }

    /** Registers a new app. */
    public static CloudApp registered(URI keycloak, RealmResource realm) {
        return registered(keycloak + "/realms/cloud", realm);
    }

    /** Registers a new app in a realm with this address. */
    public static CloudApp registered(String address, RealmResource realm) {
        CloudApp app =
                new CloudApp(address, "app-" + UUID.randomUUID().toString().substring(0, 8));
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(app.clientId);
        client.setPublicClient(true);
        client.setDirectAccessGrantsEnabled(true);
        client.setRedirectUris(List.of(app.callback() + "*"));
        try (Response response = realm.clients().create(client)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        return app;
    }

    public String clientId() {
        return clientId;
    }

    public String tokenAddress() {
        return realm + "/protocol/openid-connect/token";
    }

    /** A new sign-in request of the app. */
    public SignIn signIn() {
        return signIn(Map.of());
    }

    /** The same with more parameters, such as prompt or kc_action. */
    public SignIn signIn(Map<String, String> more) {
        return new SignIn(UUID.randomUUID().toString(), more);
    }

    /** Where Keycloak calls the app back. */
    String callback() {
        return "http://127.0.0.1:" + SERVER.getAddress().getPort() + "/" + clientId;
    }

    private static HttpServer start() {
        try {
            return listenAt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Shows the app's page at each address of this port.
     *
     * @param port 0: any that is free
     * @throws IOException if the port is in use
     */
    static HttpServer listenAt(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        byte[] page = ("<!DOCTYPE html><title>App</title>" + AppPage.MARK).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** One sign-in request. */
    public final class SignIn {

        private final String state;
        private final Map<String, String> more;

        private SignIn(String state, Map<String, String> more) {
            this.state = state;
            this.more = more;
        }

        /** The address to which the app sends the browser. */
        public String address() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("client_id", clientId);
            parameters.put("redirect_uri", redirect());
            parameters.put("response_type", "code");
            parameters.put("scope", "openid");
            parameters.put("state", state);
            parameters.putAll(more);
            return realm + "/protocol/openid-connect/auth?" + Http.encoded(parameters);
        }

        /**
         * Fails unless the app was called back with a code, at its own address, and with nothing that it did not ask
         * for.
         */
        public AppPage succeededAt(AppPage page) {
            assertThat(page.parameters()).containsOnlyKeys(OWN, "state", "session_state", "iss", "code");
            assertReturned(page);
            return page;
        }

        /** Fails unless the app was called back with this error, at its own address. */
        public AppPage failedAt(AppPage page, String error) {
            assertThat(page.error()).contains(error);
            assertReturned(page);
            return page;
        }

        /** Redeems the code. */
        public Http.Answer tokens(AppPage page) {
            return Http.post(
                    tokenAddress(),
                    Map.of(
                            "grant_type",
                            "authorization_code",
                            "client_id",
                            clientId,
                            "redirect_uri",
                            redirect(),
                            "code",
                            page.code()));
        }

        /** The address of Keycloak's legacy "client initiated account linking" with Magento.com. */
        public String legacyLink(AppPage signedIn) {
            return legacyLink(signedIn, CloudUsers.ALIAS);
        }

        /** The same for another provider. */
        public String legacyLink(AppPage signedIn, String alias) {
            String nonce = UUID.randomUUID().toString();
            String session = signedIn.parameter("session_state").orElseThrow();
            Map<String, String> parameters = Map.of(
                    "client_id",
                    clientId,
                    "redirect_uri",
                    redirect(),
                    "nonce",
                    nonce,
                    "hash",
                    hash(nonce + session + clientId + alias));
            return realm + "/broker/" + alias + "/link?" + Http.encoded(parameters);
        }

        private static String hash(String text) {
            try {
                return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private void assertReturned(AppPage page) {
            assertThat(page.address().toString()).startsWith(redirect() + "&");
            assertThat(page.parameter("state")).contains(state);
        }

        /** The redirect address of this request. */
        public String redirect() {
            return callback() + "?" + OWN + "=kept";
        }
    }
}
