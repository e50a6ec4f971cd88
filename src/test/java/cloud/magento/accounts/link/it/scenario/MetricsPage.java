package cloud.magento.accounts.link.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.it.server.KeycloakServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What Keycloak answers to Prometheus. */
public final class MetricsPage {

    private static final String PREFIX = "keycloak_magento_link_";

    private final URI address;

    public MetricsPage(KeycloakServer server) {
        address = server.managementAddress().resolve("/metrics");
    }

    /** The status of the page. */
    public int status() {
        return get().status();
    }

    /** All series of this extension with these labels, written like {@code realm="cloud"}. */
    public List<String> series(String... labels) {
        return get().body()
                .lines()
                .filter(line -> line.startsWith(PREFIX))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .toList();
    }

    /** The value of a series; fails if there is none. */
    public double value(String name, String... labels) {
        return find(name, labels).orElseThrow(() -> new AssertionError(name + List.of(labels) + " is missing"));
    }

    /** The value of the only series with this name, without its prefix, and these labels. */
    public OptionalDouble find(String name, String... labels) {
        List<String> found = series(labels).stream()
                .filter(line -> line.startsWith(PREFIX + name + "{"))
                .toList();
        assertThat(found).hasSizeLessThan(2);
        return found.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst();
    }

    /** Waits until a series has a value. */
    public void await(double value, String name, String... labels) {
        Eventually.get(
                () -> Optional.of(find(name, labels)).filter(found -> found.equals(OptionalDouble.of(value))),
                () -> "%s%s is %s and not %s".formatted(name, List.of(labels), find(name, labels), value));
    }

    private Http.Answer get() {
        return Http.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build());
    }
}
