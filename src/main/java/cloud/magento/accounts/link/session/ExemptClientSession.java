package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.policy.Stages;
import cloud.magento.accounts.link.support.AuthNotes;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * User sessions that began with a login to an exempt client, where primary login does not apply. Such a session must
 * not sign its user in to another client: it is marked with a note.
 */
public final class ExemptClientSession {

    private ExemptClientSession() {}

    /** Whether the login is to an exempt client. */
    public static boolean isExemptClient(AuthenticationSessionModel authSession, Stages stages) {
        return stages.isExemptClient(authSession.getClient().getClientId());
    }

    /**
     * Marks the user session that results from a login to an exempt client, and removes the mark when the user signs in
     * elsewhere or with the provider's account. A login that rests on the user session alone changes nothing. Call this
     * each time the login can end.
     */
    public static void note(AuthenticationSessionModel authSession, Stages stages) {
        boolean isExempt = isExemptClient(authSession, stages);
        if (SignedInAccount.isNoted(authSession)
                || !isExempt && !AuthenticationFactors.restsOnUserSession(authSession)) {
            // A login without stages writes nothing, unless the session can have the mark from before.
            if (!stages.exemptClients().isEmpty() || AuthenticatorUtil.isForcedReauthentication(authSession)) {
                authSession.setUserSessionNote(AuthNotes.BEGUN_AT_EXEMPT_CLIENT, Boolean.FALSE.toString());
            }
        } else if (isExempt && !AuthenticationFactors.restsOnUserSession(authSession)) {
            authSession.setUserSessionNote(AuthNotes.BEGUN_AT_EXEMPT_CLIENT, Boolean.TRUE.toString());
        }
    }

    /** Whether the user session has the mark. */
    public static boolean isMarked(UserSessionModel userSession) {
        return Boolean.parseBoolean(userSession.getNote(AuthNotes.BEGUN_AT_EXEMPT_CLIENT));
    }

    /**
     * Whether a user session proves no more than a login to an exempt client: it has the mark, or its token is of an
     * exempt client and it has never been without.
     */
    public static boolean isUnproven(UserSessionModel userSession, boolean isExemptClient) {
        String mark = userSession.getNote(AuthNotes.BEGUN_AT_EXEMPT_CLIENT);
        return mark == null ? isExemptClient : Boolean.parseBoolean(mark);
    }

    /** Whether the login rests on a user session with the mark, and not on a sign-in of its own. */
    public static boolean isContinued(KeycloakSession session, AuthenticationSessionModel authSession) {
        return !SignedInAccount.isNoted(authSession)
                && AuthenticationFactors.restsOnUserSession(authSession)
                && JoinedUserSessions.of(session, authSession).userSessions().stream()
                        .anyMatch(ExemptClientSession::isMarked);
    }

    /** Whether the login proves no more than a login to an exempt client: it is one, or it continues one. */
    public static boolean isUnproven(KeycloakSession session, AuthenticationSessionModel authSession, Stages stages) {
        return AuthenticationFactors.restsOnUserSession(authSession)
                ? isContinued(session, authSession)
                : isExemptClient(authSession, stages) && !SignedInAccount.isNoted(authSession);
    }
}
