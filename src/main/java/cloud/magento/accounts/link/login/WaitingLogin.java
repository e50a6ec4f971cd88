package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.ConnectedAccount;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.Response;

/**
 * Decides whether a login may continue that waited while its user connected in another login: at a page of ours, at the
 * page of another required action, or at the consent page. Primary login did not apply to it when it passed the
 * authenticator.
 */
public final class WaitingLogin {

    private final LoginContext login;
    private final LinkSettings settings;

    /** Creates the check of one login. */
    public WaitingLogin(LoginContext login, LinkSettings settings) {
        this.login = login;
        this.settings = settings;
    }

    /** Stores in the session that primary login does not apply to the user at this point of the login. */
    public void notePrimaryLoginNotRequired() {
        login.authSession().setAuthNote(AuthNotes.PRIMARY_NOT_REQUIRED, "true");
    }

    /**
     * Stores the same for a user who is not connected, if the authenticator has not: some flows lack it, such as the
     * registration flow.
     */
    public void noteIfNotConnected() {
        if (login.authSession().getAuthNote(AuthNotes.PRIMARY_NOT_REQUIRED) == null
                && !UserFactsReader.isLinked(login.subject(), settings)) {
            notePrimaryLoginNotRequired();
        }
    }

    /**
     * Whether the login must not continue without primary login: it did not apply earlier in this login, but it applies
     * now, because another login connected an account in the meantime. Or the login continues a session that began at
     * an exempt client, where primary login does not apply.
     */
    public boolean lacksPrimaryLogin() {
        boolean canLack =
                login.authSession().getAuthNote(AuthNotes.PRIMARY_NOT_REQUIRED) != null || continuesExemptClient();
        if (!canLack || !new PrimaryLogin(login, settings).isRequired()) {
            return false;
        }
        return ConnectedAccount.linkOf(login.subject(), settings)
                .filter(link -> !SignedInAccount.isSignedInWith(login.authSession(), link))
                .isPresent();
    }

    /** Starts a login over that lacks primary login. */
    public Response startOver() {
        // The session of an exempt client would be accepted again and again.
        return continuesExemptClient()
                ? Reauthentication.start(login.session(), login.authSession())
                : Reauthentication.startOver(login.session(), login.authSession());
    }

    private boolean continuesExemptClient() {
        return settings.primaryLogin() && ExemptClientSession.isContinued(login.session(), login.authSession());
    }
}
