package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.realm.RealmSettings;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How the required action ended, for an app that requested it ({@code kc_action_status}). */
public final class ActionStatus {

    private ActionStatus() {}

    /**
     * Sets the status. Without it Keycloak reports a success for every action that ends by {@code success()}, see
     * LoginActionsService.processRequireAction.
     */
    public static void set(AuthenticationSessionModel authSession, KcActionStatus status) {
        AuthenticationManager.setKcActionStatus(RealmSettings.ACTION_ID, status, authSession);
    }
}
