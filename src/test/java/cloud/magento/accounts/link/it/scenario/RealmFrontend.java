package cloud.magento.accounts.link.it.scenario;

import java.net.URI;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** The frontend URL of a realm, until it is closed: the server then knows its address without a request. */
public final class RealmFrontend implements AutoCloseable {

    private final RealmResource realm;

    /** Sets the URL. */
    public RealmFrontend(RealmResource realm, URI address) {
        this.realm = realm;
        set(address.toString());
    }

    @Override
    public void close() {
        set("");
    }

    private void set(String address) {
        RealmRepresentation representation = realm.toRepresentation();
        representation.getAttributes().put("frontendUrl", address);
        realm.update(representation);
    }
}
