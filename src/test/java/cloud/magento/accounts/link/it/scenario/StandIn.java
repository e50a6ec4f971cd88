package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.keycloak.admin.client.resource.IdentityProviderResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.IdentityProviderMapperRepresentation;
import org.keycloak.representations.idm.IdentityProviderRepresentation;

/**
 * A minimal identity provider with its own alias in the cloud realm. It signs every browser in with one account without
 * a page, and sends wrong claims or fails if a test says so.
 */
public final class StandIn implements AutoCloseable {

    static final String CLIENT_ID = "cloud";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final RealmResource realm;
    private final String alias = "standin" + UUID.randomUUID().toString().substring(0, 8);
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final KeyPair keys = rsa();
    private final String issuer;

    private volatile String nonce = "";
    private volatile Consumer<Map<String, Object>> claimsChange = claims -> {};
    private volatile KeyPair signedWith = keys;
    private volatile Failure failure = exchange -> false;
    private volatile Map<String, String> tokens = Map.of("access_token", "opaque");

    /** Answers instead of the token endpoint, or returns false. */
    private interface Failure {
        boolean answers(HttpExchange exchange) throws IOException;
    }

    /**
     * Starts it and registers it as a provider of the realm, with the guard mapper.
     *
     * @param host the name under which Keycloak reaches this machine
     */
    public StandIn(RealmResource realm, String host) {
        this.realm = realm;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = "http://" + host + ":" + server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/auth", this::signIn);
        server.createContext("/token", this::token);
        server.createContext("/keys", this::keys);
        server.start();
        register();
    }

    public String alias() {
        return alias;
    }

    public String issuer() {
        return issuer;
    }

    /** Changes the claims of ID tokens before they are signed. */
    public void changeClaims(Consumer<Map<String, Object>> change) {
        claimsChange = change;
    }

    /** Sets the tokens that are returned with the ID token: an access token and optionally a refresh token. */
    public void returnTokens(Map<String, String> tokens) {
        this.tokens = tokens;
    }

    /** Signs with a key that is not published. */
    public void signWithUnknownKey() {
        signedWith = rsa();
    }

    /** Makes the token endpoint return this response. */
    public void answerWith(int status, String body) {
        failure = exchange -> {
            send(exchange, status, "application/json", body);
            return true;
        };
    }

    /** Makes the token endpoint close the connection without a response. */
    public void closeConnections() {
        failure = exchange -> {
            exchange.close();
            return true;
        };
    }

    /** Makes the token endpoint keep the connection open without a response. */
    public void neverAnswer() {
        failure = exchange -> {
            try {
                end.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return true;
        };
    }

    /** Resets it to correct behaviour. */
    public void reset() {
        claimsChange = claims -> {};
        signedWith = keys;
        failure = exchange -> false;
    }

    /** Signs claims with the provider's key. */
    String signed(Map<String, Object> claims) {
        try {
            String text = base64(JSON.writeValueAsBytes(Map.of("alg", "RS256", "typ", "JWT", "kid", "key"))) + "."
                    + base64(JSON.writeValueAsBytes(claims));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signedWith.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + base64(signature.sign());
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public IdentityProviderResource resource() {
        return realm.identityProviders().get(alias);
    }

    /** Changes this provider in the realm. */
    public void configure(Consumer<IdentityProviderRepresentation> change) {
        IdentityProviderRepresentation provider = resource().toRepresentation();
        provider.getConfig().put("clientSecret", "secret");
        change.accept(provider);
        resource().update(provider);
    }

    /** Removes the guard mapper. */
    public void removeGuard() {
        resource().getMappers().forEach(mapper -> resource().delete(mapper.getId()));
    }

    @Override
    public void close() {
        end.countDown();
        if (realm.identityProviders().findAll().stream()
                .anyMatch(provider -> provider.getAlias().equals(alias))) {
            resource().remove();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private void register() {
        IdentityProviderRepresentation provider = new IdentityProviderRepresentation();
        provider.setAlias(alias);
        provider.setDisplayName("Magento.com");
        provider.setProviderId("oidc");
        provider.setEnabled(true);
        provider.setConfig(new LinkedHashMap<>(Map.of(
                "issuer",
                issuer,
                "authorizationUrl",
                issuer + "/auth",
                "tokenUrl",
                issuer + "/token",
                "jwksUrl",
                issuer + "/keys",
                "useJwksUrl",
                "true",
                "validateSignature",
                "true",
                "clientId",
                CLIENT_ID,
                "clientSecret",
                "secret",
                "clientAuthMethod",
                "client_secret_post",
                "disableUserInfo",
                "true")));
        try (Response response = realm.identityProviders().create(provider)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
        IdentityProviderMapperRepresentation guard = new IdentityProviderMapperRepresentation();
        guard.setName("guard");
        guard.setIdentityProviderAlias(alias);
        guard.setIdentityProviderMapper("magento-link-guard");
        guard.setConfig(Map.of("syncMode", "INHERIT"));
        try (Response response = resource().addMapper(guard)) {
            assertThat(response.getStatus()).isEqualTo(201);
        }
    }

    private void signIn(HttpExchange exchange) throws IOException {
        Map<String, String> request = new LinkedHashMap<>();
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            request.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        nonce = request.getOrDefault("nonce", "");
        URI back = URI.create(request.get("redirect_uri") + "?"
                + Http.encoded(Map.of("state", request.get("state"), "code", "code", "iss", issuer)));
        exchange.getResponseHeaders().add("Location", back.toString());
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (failure.answers(exchange)) {
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        long now = Instant.now().getEpochSecond();
        claims.put("iss", issuer);
        claims.put("aud", CLIENT_ID);
        claims.put("azp", CLIENT_ID);
        claims.put("sub", subject());
        claims.put("iat", now);
        claims.put("exp", now + 60);
        claims.put("nonce", nonce);
        claims.put("typ", "ID");
        claims.put("preferred_username", "account-of-" + alias);
        claims.put("email", alias + "@example.com");
        claims.put("email_verified", true);
        claimsChange.accept(claims);
        Map<String, Object> answer = new LinkedHashMap<>(tokens);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", 60);
        answer.put("id_token", signed(claims));
        send(exchange, 200, "application/json", JSON.writeValueAsString(answer));
    }

    /** The subject of its one account. */
    public String subject() {
        return "subject-of-" + alias;
    }

    private void keys(HttpExchange exchange) throws IOException {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        send(
                exchange,
                200,
                "application/json",
                JSON.writeValueAsString(Map.of(
                        "keys",
                        List.of(Map.of(
                                "kty", "RSA",
                                "use", "sig",
                                "alg", "RS256",
                                "kid", "key",
                                "n", base64(unsigned(key.getModulus())),
                                "e", base64(unsigned(key.getPublicExponent())))))));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
