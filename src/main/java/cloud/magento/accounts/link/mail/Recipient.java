package cloud.magento.accounts.link.mail;

import java.util.Locale;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.UserModelDelegate;

/** The user to whom Keycloak sends a mail. Keycloak asks the user for the address and the language. */
final class Recipient {

    private Recipient() {}

    /** The user with this address and this language. */
    static UserModel of(UserModel user, String address, Locale locale) {
        return new UserModelDelegate(user) {
            @Override
            public String getEmail() {
                return address;
            }

            @Override
            public String getFirstAttribute(String name) {
                return name.equals(LOCALE) ? locale.toLanguageTag() : super.getFirstAttribute(name);
            }
        };
    }
}
