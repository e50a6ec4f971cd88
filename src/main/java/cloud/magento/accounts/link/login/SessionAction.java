package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AuthNotes;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The required action in an authentication session: whether it is there, and whether it is skipped. */
public final class SessionAction {

    private SessionAction() {}

    /** Puts the action on this session, and not on the user. */
    public static void require(AuthenticationSessionModel authSession) {
        if (!isRequired(authSession)) {
            authSession.setAuthNote(AuthNotes.DUE, "true");
            authSession.addRequiredAction(RealmSettings.ACTION_ID);
        }
    }

    /** Removes the action from this session. */
    public static void remove(AuthenticationSessionModel authSession) {
        authSession.removeRequiredAction(RealmSettings.ACTION_ID);
    }

    /** Skips the action for the rest of this login, unless connecting is enforced. */
    public static void skip(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(AuthNotes.SKIPPED, "true");
    }

    static boolean isSkipped(AuthenticationSessionModel authSession) {
        return Boolean.parseBoolean(authSession.getAuthNote(AuthNotes.SKIPPED));
    }

    static boolean isRequired(AuthenticationSessionModel authSession) {
        return authSession.getRequiredActions().contains(RealmSettings.ACTION_ID);
    }
}
