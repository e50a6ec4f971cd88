package cloud.magento.accounts.link.support;

import java.util.Optional;
import org.keycloak.common.ClientConnection;
import org.keycloak.models.KeycloakSession;

/** Tells a request, behind which somebody acts, from work the server does by itself, such as an import at its start. */
public final class Requests {

    private Requests() {}

    /** Whether there is a request. */
    public static boolean isOne(KeycloakSession session) {
        return ipAddress(session).isPresent();
    }

    /** From where the request comes; empty without one. */
    public static Optional<String> ipAddress(KeycloakSession session) {
        try {
            return Optional.ofNullable(session.getContext().getConnection()).map(ClientConnection::getRemoteHost);
        } catch (RuntimeException e) {
            // How versions say that there is no request: 26.4 and 26.5 with a NullPointerException, 26.6 with CDI's
            // ContextNotActiveException, 26.7 with an empty address.
            return Optional.empty();
        }
    }
}
