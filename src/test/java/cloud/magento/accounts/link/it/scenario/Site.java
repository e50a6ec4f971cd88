package cloud.magento.accounts.link.it.scenario;

import cloud.magento.accounts.link.it.server.KeycloakServer;
import cloud.magento.accounts.link.it.server.SharedKeycloak;
import java.net.URI;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** The Keycloak under test with both realms, accessed as an admin. */
public final class Site {

    /**
     * The address of a running Keycloak, started like the shared one: {@code -Dkeycloak.url=http://localhost:8080} runs
     * a single test against it within seconds.
     */
    private static final String RUNNING = System.getProperty("keycloak.url");

    private static final URI ADDRESS = RUNNING == null ? server().address() : URI.create(RUNNING);

    private static final Keycloak ADMIN =
            Keycloak.getInstance(ADDRESS.toString(), "master", "admin", "admin", "admin-cli");

    private Site() {}

    public static URI address() {
        return ADDRESS;
    }

    /** The server behind the address, for its log and its metrics. */
    public static KeycloakServer server() {
        return SharedKeycloak.server();
    }

    /** Whether Keycloak caches users and sessions. */
    public static boolean hasCaches() {
        return !System.getProperty("keycloak.features", "").contains("stateless")
                && !System.getProperty("keycloak.options", "").contains("use-caches=false");
    }

    /** The name under which Keycloak reaches a socket of a test. */
    public static String testHost() {
        return RUNNING == null ? server().testHost() : "127.0.0.1";
    }

    /** The admin's own access token. */
    public static String token() {
        return ADMIN.tokenManager().getAccessTokenString();
    }

    public static RealmResource cloud() {
        return ADMIN.realm("cloud");
    }

    public static RealmResource magento() {
        return ADMIN.realm("magento");
    }

    /** The realm whose admins administer all others. */
    public static RealmResource master() {
        return ADMIN.realm("master");
    }

    /** Creates another realm. */
    public static RealmResource create(RealmRepresentation realm) {
        ADMIN.realms().create(realm);
        return ADMIN.realm(realm.getRealm());
    }
}
