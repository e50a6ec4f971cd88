package cloud.magento.accounts.link.it.scenario;

import cloud.magento.accounts.link.it.pages.FormPage;
import cloud.magento.accounts.link.it.pages.Shown;
import org.keycloak.representations.idm.RealmRepresentation;

/** Registration of new users in the cloud realm; the realm file does not allow it. */
public final class Registration {

    private Registration() {}

    /** Allows registration or not. */
    public static void allow(boolean allowed) {
        RealmRepresentation realm = Site.cloud().toRepresentation();
        realm.setRegistrationAllowed(allowed);
        Site.cloud().update(realm);
    }

    /** Registers a user with this name and address. */
    public static Shown submit(FormPage form, CloudUser user) {
        return form.type("username", user.username())
                .type("email", user.email())
                .type("firstName", "New")
                .type("lastName", "Comer")
                .type("password", CloudUser.PASSWORD)
                .type("password-confirm", CloudUser.PASSWORD)
                .submit();
    }
}
