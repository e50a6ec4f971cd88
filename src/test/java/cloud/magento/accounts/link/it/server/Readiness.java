package cloud.magento.accounts.link.it.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until both realms answer. Keycloak listens before it has imported them, so neither an open port nor a log line
 * means that it is ready.
 */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final List<String> REALMS = List.of("cloud", "magento");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final KeycloakServer server;

    Readiness(KeycloakServer server) {
        this.server = server;
    }

    /** Returns when ready; fails at once when Keycloak is no longer alive. */
    void await(BooleanSupplier alive) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!REALMS.stream().allMatch(this::answers)) {
            if (!alive.getAsBoolean()) {
                throw new ServerFailedException("Keycloak stopped while starting.", server.log());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new ServerFailedException("Keycloak was not ready within " + PATIENCE + ".", server.log());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    private boolean answers(String realm) {
        URI address = server.address().resolve("/realms/" + realm);
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailedException("Interrupted while Keycloak was starting.", e);
        }
    }
}
