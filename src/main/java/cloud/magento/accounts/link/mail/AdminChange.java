package cloud.magento.accounts.link.mail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.models.KeycloakSession;

/**
 * Remembers, for the rest of a request, whose data an admin changes in it. Keycloak reports what an admin does by an
 * event in the transaction of the change, with the account that the admin's token names. That account can be of another
 * realm, such as {@code master}.
 */
public final class AdminChange {

    /** The path of a user in the admin REST API, also below the path of an extension. */
    private static final Pattern USER = Pattern.compile("(?:.*/)?users/([^/]+)(?:/.*)?");

    private AdminChange() {}

    /** Remembers the user if somebody else changes this user's data. */
    public static void onEvent(KeycloakSession session, AdminEvent event) {
        Matcher user = USER.matcher(String.valueOf(event.getResourcePath()));
        if (user.matches() && !isOwn(event, user.group(1))) {
            session.setAttribute(key(event.getRealmId(), user.group(1)), true);
        }
    }

    /** Whether an admin, who is not the user, has changed data of the user in this request. */
    static boolean isOf(KeycloakSession session, LinkChange.Origin origin) {
        return session.getAttribute(key(origin.realmId(), origin.userId())) != null;
    }

    private static boolean isOwn(AdminEvent event, String userId) {
        AuthDetails admin = event.getAuthDetails();
        return admin != null
                && userId.equals(admin.getUserId())
                && String.valueOf(event.getRealmId()).equals(admin.getRealmId());
    }

    private static String key(String realmId, String userId) {
        return "magento-link.by-admin." + realmId + "." + userId;
    }
}
