package cloud.magento.accounts.link.support;

import java.util.Optional;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakSession;

/** Distinguishes the request of a client from work of the server itself, such as an import when it starts. */
public final class Requests {

    private Requests() {}

    /** Whether a client sent a request. */
    public static boolean isInRequest(KeycloakSession session) {
        return ipAddress(session).isPresent();
    }

    /** The address from which the client sent the request; empty: there is no request. */
    public static Optional<String> ipAddress(KeycloakSession session) {
        try {
            return Optional.ofNullable(session.getContext().getConnection()).map(ClientConnection::getRemoteHost);
        } catch (RuntimeException e) {
            // Without a request, Keycloak 26.4 and 26.5 throw a NullPointerException, and 26.6 throws CDI's
            // ContextNotActiveException. Keycloak 26.7 has no address.
            return Optional.empty();
        }
    }
}
