package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.AdminInstant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;

/**
 * Changes one user for an admin, and writes an admin event of each change. What is the same already is not written. The
 * caller checks the rights of the admin.
 */
public final class UserChanges {

    private static final String NONE = "";

    private final AdminSession admin;
    private final UserContext context;
    private final boolean dryRun;

    /** Creates the changes of a user of the admin's realm. */
    public UserChanges(AdminSession admin, UserModel user) {
        this(admin, user, false);
    }

    /**
     * Creates the changes of a user of the admin's realm.
     *
     * @param dryRun whether nothing is written
     */
    UserChanges(AdminSession admin, UserModel user, boolean dryRun) {
        this.admin = admin;
        this.context = admin.of(user);
        this.dryRun = dryRun;
    }

    /**
     * Sets an instant.
     *
     * @param text a text of {@link AdminInstant#text}
     * @return whether this changes the user
     */
    public boolean set(AdminInstant what, String text) {
        String old = what.textOf(context).orElse(NONE);
        if (old.equals(text)) {
            return false;
        }
        if (!dryRun) {
            what.store(context, text);
            report(OperationType.UPDATE, what, old, text);
        }
        return true;
    }

    /**
     * Removes an instant.
     *
     * @return whether this changes the user
     */
    public boolean remove(AdminInstant what) {
        String old = what.textOf(context).orElse(NONE);
        if (old.isEmpty()) {
            return false;
        }
        if (!dryRun) {
            what.remove(context);
            report(OperationType.DELETE, what, old, NONE);
        }
        return true;
    }

    private void report(OperationType operation, AdminInstant what, String old, String value) {
        Map<String, String> change = new LinkedHashMap<>();
        change.put("attribute", what.attribute());
        if (!old.isEmpty()) {
            change.put("old", old);
        }
        if (!value.isEmpty()) {
            change.put("new", value);
        }
        admin.event()
                .operation(operation)
                .resource(ResourceType.CUSTOM)
                .resourcePath("magento-link", "users", context.user().getId(), pathOf(what))
                .representation(change)
                .success();
    }

    private static String pathOf(AdminInstant what) {
        return switch (what) {
            case DEADLINE -> "deadline";
            case EXEMPT_UNTIL -> "exemption";
        };
    }

    /**
     * Removes the link with a provider, as UserResource.removeFederatedIdentity does. The listeners of this extension
     * remove its date and send the notice. The event has the type and the path of Keycloak's own, and tells the
     * account.
     *
     * @return whether there was a link
     */
    public boolean removeLink(String alias) {
        FederatedIdentityModel link =
                context.session().users().getFederatedIdentity(context.realm(), context.user(), alias);
        if (!context.session().users().removeFederatedIdentity(context.realm(), context.user(), alias)) {
            return false;
        }
        if (link != null) {
            admin.event().representation(Map.of("old", accountOf(link)));
        }
        admin.event()
                .operation(OperationType.DELETE)
                .resource(ResourceType.USER)
                .resourcePath("users", context.user().getId(), "federated-identity", alias)
                .success();
        return true;
    }

    private static Map<String, String> accountOf(FederatedIdentityModel link) {
        Map<String, String> account = new LinkedHashMap<>();
        account.put("identityProvider", link.getIdentityProvider());
        account.put("userId", link.getUserId());
        if (link.getUserName() != null) {
            account.put("userName", link.getUserName());
        }
        return account;
    }
}
