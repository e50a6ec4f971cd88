package cloud.magento.accounts.link.it.server;

import java.net.URI;
import java.util.List;

/**
 * A running Keycloak with the packaged JAR, the realm {@code cloud} and its stand-in for Magento.com, realm
 * {@code magento}.
 *
 * <p>Its addresses are the same for a browser on this machine and for Keycloak itself, which calls the stand-in's token
 * end point: both realms live in one server.
 */
public interface KeycloakServer extends AutoCloseable {

    /** Where browsers find it, without a slash at the end. */
    URI address();

    /** Where health and metrics are, without a slash at the end. */
    URI managementAddress();

    /** The administrator of realm {@code master}. */
    default String adminUsername() {
        return ServerSettings.ADMIN;
    }

    /** The administrator's password. */
    default String adminPassword() {
        return ServerSettings.ADMIN;
    }

    /** The name under which Keycloak reaches a socket that a test opens on the loopback interface, say for mail. */
    String testHost();

    /** All that Keycloak has logged so far, its build included, line by line. */
    List<String> log();

    /** What has been logged after the first {@code mark} lines; take {@code log().size()} as the mark. */
    default List<String> logSince(int mark) {
        List<String> lines = log();
        return lines.subList(Math.min(mark, lines.size()), lines.size());
    }

    /** Starts it and returns when both realms answer. */
    void start();

    /** Stops it and leaves nothing behind but the log. */
    @Override
    void close();
}
