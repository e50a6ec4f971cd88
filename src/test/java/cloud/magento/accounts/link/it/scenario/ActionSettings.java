package cloud.magento.accounts.link.it.scenario;

import java.util.HashMap;
import java.util.Map;
import org.keycloak.admin.client.resource.AuthenticationManagementResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.RequiredActionConfigRepresentation;
import org.keycloak.representations.idm.RequiredActionProviderRepresentation;

/** The settings of the required action, as an admin saves them. */
public final class ActionSettings {

    public static final String ACTION = "connect-magento";

    private final AuthenticationManagementResource admin;
    private final Map<String, String> before;

    public ActionSettings(RealmResource realm) {
        admin = realm.flows();
        before = read(admin);
    }

    /** Changes some settings and keeps the others. An empty value removes a setting. */
    public void change(Map<String, String> changes) {
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

    /** Restores all settings and removes unknown keys, which saving keeps. */
    public void restore() {
        if (!read(admin).equals(before)) {
            store(before);
        }
    }

    /** Stores settings without validation, as an import does. {@link #restore} restores these as well. */
    public void force(Map<String, String> changes) {
        Map<String, String> config = new HashMap<>(read(admin));
        config.putAll(changes);
        store(config);
    }

    /** Updates the action without settings, as some tools do. {@link #restore} restores these as well. */
    public void clear() {
        store(null);
    }

    private void store(Map<String, String> config) {
        RequiredActionProviderRepresentation action = admin.getRequiredAction(ACTION);
        action.setConfig(config);
        admin.updateRequiredAction(ACTION, action);
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
