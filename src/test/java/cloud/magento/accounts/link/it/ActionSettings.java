package cloud.magento.accounts.link.it;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RequiredActionConfigRepresentation;

/** The settings an admin makes at the cog of the required action; closing puts back those that were there before. */
final class ActionSettings implements AutoCloseable {

    static final String ACTION = "connect-magento";

    private final AuthenticationManagementResource admin;
    private final Map<String, String> before;

    private ActionSettings(AuthenticationManagementResource admin, Map<String, String> before) {
        this.admin = admin;
        this.before = before;
    }

    /** Changes some settings and keeps the others. An empty value takes a setting away. */
    static ActionSettings with(RealmResource realm, Map<String, String> changes) {
        AuthenticationManagementResource admin = realm.flows();
        Map<String, String> before = read(admin);
        ActionSettings settings = new ActionSettings(admin, before);
        settings.change(changes);
        return settings;
    }

    /** Changes some settings again, as an admin does in the middle of a rollout. */
    void change(Map<String, String> changes) {
        Map<String, String> after = new HashMap<>(read(admin));
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                after.remove(key);
            } else {
                after.put(key, value);
            }
        });
        write(admin, after);
    }

    @Override
    public void close() {
        write(admin, before);
    }

    private static Map<String, String> read(AuthenticationManagementResource admin) {
        return Map.copyOf(admin.getRequiredActionConfig(ACTION).getConfig());
    }

    private static void write(AuthenticationManagementResource admin, Map<String, String> config) {
        RequiredActionConfigRepresentation representation = new RequiredActionConfigRepresentation();
        representation.setConfig(config);
        admin.updateRequiredActionConfig(ACTION, representation);
    }
}
