package cloud.magento.accounts.link.it.scenario;

import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** Another default language of a realm, until it is closed. */
public final class RealmLanguage implements AutoCloseable {

    private final RealmResource realm;
    private final String before;

    public RealmLanguage(RealmResource realm, String language) {
        this.realm = realm;
        this.before = realm.toRepresentation().getDefaultLocale();
        set(language);
    }

    @Override
    public void close() {
        set(before);
    }

    private void set(String language) {
        RealmRepresentation representation = realm.toRepresentation();
        representation.setDefaultLocale(language);
        realm.update(representation);
    }
}
