package cloud.magento.accounts.link.it.scenario;

import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RealmRepresentation;

/** Another theme for the login pages and the mails of a realm, until it is closed. */
public final class Themes implements AutoCloseable {

    private final RealmResource realm;
    private final String login;
    private final String email;

    /**
     * Sets the theme.
     *
     * @param theme its name; empty: the theme of Keycloak
     */
    public Themes(RealmResource realm, String theme) {
        this.realm = realm;
        RealmRepresentation before = realm.toRepresentation();
        login = before.getLoginTheme();
        email = before.getEmailTheme();
        set(theme, theme);
    }

    @Override
    public void close() {
        set(login, email);
    }

    private void set(String loginTheme, String emailTheme) {
        RealmRepresentation representation = realm.toRepresentation();
        representation.setLoginTheme(loginTheme);
        representation.setEmailTheme(emailTheme);
        realm.update(representation);
    }
}
