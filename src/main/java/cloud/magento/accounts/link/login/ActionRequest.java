package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.LinkingStart;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Who requested the required action in a session, even if it is not due. */
public enum ActionRequest {
    /** Nobody: the policy alone decides. */
    NONE,
    /** An app or the user, by {@code kc_action} or by Keycloak's own linking. */
    SELF_SERVICE,
    /** An admin, by a mail with a link. */
    MAIL;

    static ActionRequest of(AuthenticationSessionModel authSession) {
        if (MailedAction.isKept(authSession)) {
            return MAIL;
        }
        if (RealmSettings.ACTION_ID.equals(authSession.getClientNote(Constants.KC_ACTION))
                || LinkingStart.of(authSession).isPresent()) {
            return SELF_SERVICE;
        }
        return MailedAction.isIn(authSession) ? MAIL : NONE;
    }
}
