package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderRoundTrip;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.SystemClientUtil;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The required action in a session that the link of a mail from an admin started, see
 * ExecuteActionsActionTokenHandler.handleToken. Such a session is no login. Keycloak ends it with a page that says that
 * the account has been updated. If the mail asked for this action alone and nothing was connected, that is not true:
 * then a page of ours ends the session.
 */
public final class MailedAction {

    /** What the last page says. */
    public enum Result {
        /** The user could have connected, and did not. */
        UNCHANGED("connectMagentoEndUnchangedTitle", "connectMagentoEndUnchangedText"),
        /** The user is connected, not by this session. */
        CONNECTED("connectMagentoEndConnectedTitle", "connectMagentoEndConnectedText"),
        /** The user cannot connect at the moment, and need not. */
        NOT_NEEDED("connectMagentoEndUnchangedTitle", "connectMagentoEndNotNeededText");

        private final String titleKey;
        private final String textKey;

        Result(String titleKey, String textKey) {
            this.titleKey = titleKey;
            this.textKey = textKey;
        }
    }

    private MailedAction() {}

    /** Whether the link of a mail put the action on this session. */
    public static boolean isIn(AuthenticationSessionModel authSession) {
        return Boolean.parseBoolean(authSession.getAuthNote(AuthenticationManager.END_AFTER_REQUIRED_ACTIONS))
                && SessionAction.isRequired(authSession)
                && authSession.getAuthNote(AuthNotes.DUE) == null;
    }

    /** Whether it did, and this session asks for no other action that can update the account. */
    public static boolean isAlone(AuthenticationSessionModel authSession) {
        return isIn(authSession) && authSession.getAuthNote(AuthNotes.MAILED_WITH_OTHERS) == null;
    }

    /**
     * Remembers whether there are other actions. Called at each evaluation: an action leaves the session at its end.
     */
    public static void noteOthers(LoginContext login) {
        if (isAlone(login.authSession())
                && Stream.concat(
                                login.authSession().getRequiredActions().stream(),
                                login.user().getRequiredActionsStream())
                        .anyMatch(action -> !RealmSettings.ACTION_ID.equals(action))) {
            login.authSession().setAuthNote(AuthNotes.MAILED_WITH_OTHERS, "true");
        }
    }

    /**
     * Ends the session with a page, as AuthenticationManager.finishedRequiredActions does with its own. The link of the
     * mail stays valid: the action is no one-time action.
     */
    public static Response end(LoginContext login, LinkSettings settings, Result result) {
        AuthenticationSessionModel authSession = login.authSession();
        ProviderRoundTrip.cancel(authSession);
        LoginFormsProvider page = login.session()
                .getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(authSession)
                .setUser(login.user())
                .setAttribute("messageHeader", result.titleKey)
                .setInfo(result.textKey, ProviderStatus.displayName(login.session(), settings.idpAlias()));
        if (authSession.getAuthNote(AuthenticationManager.SET_REDIRECT_URI_AFTER_REQUIRED_ACTIONS) == null) {
            SystemClientUtil.checkSkipLink(login.session(), authSession);
        } else if (authSession.getRedirectUri() != null) {
            page.setAttribute("pageRedirectUri", authSession.getRedirectUri());
        }
        Response response = page.setDetachedAuthSession().createInfoPage();
        new AuthenticationSessionManager(login.session()).removeAuthenticationSession(login.realm(), authSession, true);
        return response;
    }

    /**
     * Requests the action for the login that the user starts by signing in again: the session loses what the link of
     * the mail put on it.
     */
    static void keepForNewSignIn(AuthenticationSessionModel authSession) {
        UserModel user = authSession.getAuthenticatedUser();
        if (user != null && isIn(authSession)) {
            authSession.setClientNote(Constants.KC_ACTION, RealmSettings.ACTION_ID);
            authSession.setClientNote(AuthNotes.MAILED_TO, user.getId());
        }
    }

    /** Whether the user of this login got the mail and has signed in again since. */
    static boolean isKept(AuthenticationSessionModel authSession) {
        UserModel user = authSession.getAuthenticatedUser();
        return user != null
                && user.getId().equals(authSession.getClientNote(AuthNotes.MAILED_TO))
                && isRequested(authSession);
    }

    /** Forgets the mail once the action has ended. Removing a note that is not there would be written to a database. */
    public static void forgetIfEnded(AuthenticationSessionModel authSession) {
        if (authSession.getClientNote(AuthNotes.MAILED_TO) != null && !isRequested(authSession)) {
            authSession.removeClientNote(AuthNotes.MAILED_TO);
        }
    }

    private static boolean isRequested(AuthenticationSessionModel authSession) {
        return RealmSettings.ACTION_ID.equals(authSession.getClientNote(Constants.KC_ACTION));
    }
}
