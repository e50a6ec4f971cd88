package cloud.magento.accounts.link.mail;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.urls.HostnameProvider;
import org.keycloak.urls.UrlType;

/**
 * The address of Keycloak for mail that no request of the user causes. A request of an admin would not do, either: it
 * can come through an address that users cannot reach.
 */
public final class ConfiguredAddress {

    /** A request that does not exist. */
    private static final UriInfo NO_REQUEST = (UriInfo)
            Proxy.newProxyInstance(UriInfo.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (a, b, c) -> {
                throw new NoRequestException();
            });

    private static final class NoRequestException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private ConfiguredAddress() {}

    /**
     * The address of the account settings. Empty: neither the realm has a frontend URL, nor the server a hostname that
     * is a full URL.
     *
     * @param session its context must have the realm
     */
    public static Optional<URI> ofAccountSettings(KeycloakSession session) {
        try {
            return Optional.of(base(session.getProvider(HostnameProvider.class))
                    .path("realms")
                    .path(session.getContext().getRealm().getName())
                    .path("account")
                    .build());
        } catch (NoRequestException e) {
            return Optional.empty();
        }
    }

    /** Part by part: Keycloak 26.4 has no method for the whole address. */
    private static UriBuilder base(HostnameProvider hostname) {
        return UriBuilder.fromPath(hostname.getContextPath(NO_REQUEST, UrlType.FRONTEND))
                .scheme(hostname.getScheme(NO_REQUEST, UrlType.FRONTEND))
                .host(hostname.getHostname(NO_REQUEST, UrlType.FRONTEND))
                .port(hostname.getPort(NO_REQUEST, UrlType.FRONTEND));
    }
}
