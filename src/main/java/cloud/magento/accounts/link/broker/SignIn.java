package cloud.magento.accounts.link.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * When and how the user of an authentication session signed in. It is written down at the first look, because the user
 * session it is read from may end while the authentication session waits.
 *
 * @param at when the user proved who they are, in this session or, with single sign-on, in the user session it joined
 * @param impersonated whether it is an admin who acts as the user
 */
public record SignIn(Instant at, boolean impersonated) {

    /** A password change completes within one request; this leaves room for a slow one. */
    private static final Duration SAME_REQUEST = Duration.ofSeconds(2);

    /** What is known of the sign-in; reads it from the user session where this is the first look. */
    public static SignIn of(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        String noted = authSession.getAuthNote(Note.SIGNED_IN);
        if (noted != null) {
            return new SignIn(
                    Instant.ofEpochMilli(Long.parseLong(noted)),
                    Boolean.parseBoolean(authSession.getAuthNote(Note.IMPERSONATED)));
        }
        SignIn found = read(session, authSession, now);
        found.noteIn(authSession);
        return found;
    }

    /**
     * Counts a password that the user has just set in this very session as a new sign-in. Otherwise whoever must
     * update a password on the way would have to sign in once more before connecting.
     */
    public static void renewAfterOwnPasswordChange(
            AuthenticationSessionModel authSession, UserModel user, Instant now) {
        // LoginActionsService notes the action it processed before it evaluates the triggers again.
        String processed = authSession.getAuthNote(AuthenticationProcessor.LAST_PROCESSED_EXECUTION);
        String action = UserModel.RequiredAction.UPDATE_PASSWORD.name();
        if (action.equals(processed)
                && !authSession.getRequiredActions().contains(action)
                && user.getRequiredActionsStream().noneMatch(action::equals)
                && passwordSince(user).isAfter(now.minus(SAME_REQUEST))) {
            new SignIn(now, Boolean.parseBoolean(authSession.getAuthNote(Note.IMPERSONATED))).noteIn(authSession);
        }
    }

    /** When the password was set, in the far past where Keycloak stores none. */
    static Instant passwordSince(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .map(Instant::ofEpochMilli)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static SignIn read(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        // Both kinds of session have the same id, see AuthenticationSessionManager.getUserSession.
        UserSessionModel joined = session.sessions()
                .getUserSession(
                        authSession.getRealm(), authSession.getParentSession().getId());
        if (joined == null) {
            return new SignIn(now, false);
        }
        boolean impersonated = joined.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
        // The legacy link URL makes an authentication session out of the user session, see
        // clientInitiatedAccountLinking.
        boolean cookieAlone = Boolean.parseBoolean(authSession.getAuthNote(AuthenticationManager.SSO_AUTH))
                || LinkingStart.of(authSession)
                        .filter(LinkingStart.LEGACY_URL::equals)
                        .isPresent();
        return new SignIn(cookieAlone ? signedIn(joined) : now, impersonated);
    }

    private static Instant signedIn(UserSessionModel userSession) {
        String authTime = userSession.getNote(AuthenticationManager.AUTH_TIME);
        int second = authTime == null ? userSession.getStarted() : Integer.parseInt(authTime);
        // Keycloak keeps whole seconds; the end of the second comes after whatever led to the sign-in.
        return Instant.ofEpochSecond(second).plusMillis(999);
    }

    private void noteIn(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(Note.SIGNED_IN, Long.toString(at.toEpochMilli()));
        authSession.setAuthNote(Note.IMPERSONATED, Boolean.toString(impersonated));
    }
}
