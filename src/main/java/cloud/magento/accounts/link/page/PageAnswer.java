package cloud.magento.accounts.link.page;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;

/** Adds the headers that protect an answer. They are stricter than those of the realm, which they replace. */
final class PageAnswer {

    /** Style sheets and the icon, a form, and nothing else: there is no script. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            POLICY,
            "X-Frame-Options",
            "DENY",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            HttpHeaders.CACHE_CONTROL,
            "no-store");

    private PageAnswer() {}

    /** The answer with these headers instead of the realm's. */
    static Response secured(Response answer, KeycloakSession session) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        Map<String, String> ofRealm = session.getContext().getRealm().getBrowserSecurityHeaders();
        Stream.of(BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY, BrowserSecurityHeaders.X_ROBOTS_TAG)
                .forEach(header -> {
                    String value = ofRealm.getOrDefault(header.getKey(), header.getDefaultValue());
                    if (value != null && !value.isEmpty()) {
                        answer.getHeaders().putSingle(header.getHeaderName(), value);
                    }
                });
        HEADERS.forEach(answer.getHeaders()::putSingle);
        return answer;
    }

    /** A page of Keycloak with Keycloak's own headers, which is not cached either. */
    static Response uncached(Response answer) {
        answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        return answer;
    }
}
