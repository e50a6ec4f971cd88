package cloud.magento.accounts.link.user;

import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.representations.userprofile.config.UPConfig.UnmanagedAttributePolicy;
import org.keycloak.userprofile.UserProfileConstants;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * Whether the realm's user profile prevents users from writing the attributes of this extension. If it does not, a user
 * could set a deadline in the far future for themselves, so the attributes are ignored.
 */
public final class AttributeProtection {

    private AttributeProtection() {}

    /** Whether only admins can write these attributes. */
    public static boolean covers(List<String> attributes, KeycloakSession session, RealmModel realm) {
        UPConfig profile = session.getProvider(UserProfileProvider.class).getConfiguration();
        return attributes.stream().allMatch(attribute -> isProtected(profile, attribute));
    }

    /** Whether the user profile declares the attribute. If not, the admin console does not show it. */
    public static boolean isDeclared(String attribute, KeycloakSession session) {
        return session.getProvider(UserProfileProvider.class).getConfiguration().getAttribute(attribute) != null;
    }

    /** The warning for an admin if users can write these attributes. */
    static String warning(List<String> attributes, RealmModel realm) {
        return "Realm " + realm.getName() + ": users can write " + attributes + ", so these attributes are ignored."
                + " Declare them in the user profile, edited by admins only.";
    }

    private static boolean isProtected(UPConfig profile, String attribute) {
        UPAttribute declared = profile.getAttribute(attribute);
        if (declared == null) {
            return profile.getUnmanagedAttributePolicy() != UnmanagedAttributePolicy.ENABLED;
        }
        return declared.getPermissions() != null
                && !declared.getPermissions().getEdit().contains(UserProfileConstants.ROLE_USER);
    }
}
