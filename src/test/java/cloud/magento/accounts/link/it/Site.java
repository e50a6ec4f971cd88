package cloud.magento.accounts.link.it;

import java.net.URI;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.resource.RealmResource;

/** The Keycloak under test with both realms, seen by an admin. */
final class Site {

    private static final URI ADDRESS = URI.create(System.getProperty("keycloak.url"));
    private static final Keycloak ADMIN =
            Keycloak.getInstance(ADDRESS.toString(), "master", "admin", "admin", "admin-cli");

    private Site() {}

    static URI address() {
        return ADDRESS;
    }

    static RealmResource cloud() {
        return ADMIN.realm("cloud");
    }

    static RealmResource magento() {
        return ADMIN.realm("magento");
    }
}
