package cloud.magento.accounts.link.broker;

import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.IdentityCookieToken;
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

    /**
     * Writes down when the user signed in. To be called at the end of every login, also of users who are not asked: who
     * comes back to this session later must not look as if they had just signed in.
     */
    public static void date(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        if (authSession.getAuthNote(Note.SIGNED_IN) != null) {
            return;
        }
        if (isCookieAlone(authSession)) {
            joined(session, authSession).noteIn(authSession);
        } else {
            // Whether an admin acts as the user is looked up where somebody is asked: it may cost a query.
            authSession.setAuthNote(Note.SIGNED_IN, Long.toString(now.toEpochMilli()));
        }
    }

    /** What is known of the sign-in; dates it where this is the first look. */
    public static SignIn of(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        date(session, authSession, now);
        if (authSession.getAuthNote(Note.IMPERSONATED) == null) {
            authSession.setAuthNote(
                    Note.IMPERSONATED,
                    Boolean.toString(joined(session, authSession).impersonated()));
        }
        return new SignIn(
                Instant.ofEpochMilli(Long.parseLong(authSession.getAuthNote(Note.SIGNED_IN))),
                Boolean.parseBoolean(authSession.getAuthNote(Note.IMPERSONATED)));
    }

    /**
     * Counts a password that the user sets in this very request as a new sign-in. Otherwise whoever must update a
     * password on the way would have to sign in once more before connecting. What the session notes of its last action
     * does not tell: a browser can have it written, see SessionCodeChecks.
     */
    public static void renewAfterOwnPasswordChange(
            KeycloakSession session, AuthenticationSessionModel authSession, UserModel user, Instant now) {
        String action = UserModel.RequiredAction.UPDATE_PASSWORD.name();
        if (isPostTo(session, action)
                && !authSession.getRequiredActions().contains(action)
                && user.getRequiredActionsStream().noneMatch(action::equals)
                && passwordSince(user).isAfter(now.minus(SAME_REQUEST))) {
            authSession.setAuthNote(Note.SIGNED_IN, Long.toString(now.toEpochMilli()));
        }
    }

    /** Whether the user has sent the form of this action; see LoginActionsService.processRequireAction. */
    private static boolean isPostTo(KeycloakSession session, String action) {
        KeycloakContext context = session.getContext();
        return HttpMethod.POST.equals(context.getHttpRequest().getHttpMethod())
                && action.equals(context.getUri().getQueryParameters().getFirst(Constants.EXECUTION));
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

    /** The legacy link URL makes a session out of the user session, see clientInitiatedAccountLinking. */
    private static boolean isCookieAlone(AuthenticationSessionModel authSession) {
        return Boolean.parseBoolean(authSession.getAuthNote(AuthenticationManager.SSO_AUTH))
                || LinkingStart.of(authSession)
                        .filter(LinkingStart.LEGACY_URL::equals)
                        .isPresent();
    }

    /**
     * The sign-in of the user session that this login joins. Mostly both have the same id, see
     * AuthenticationSessionManager.getUserSession; where a login was begun before, CookieAuthenticator goes by the
     * cookie alone. A user session that cannot be found, such as one that was signed out, is no sign-in at all.
     */
    private static SignIn joined(KeycloakSession session, AuthenticationSessionModel authSession) {
        String root = authSession.getParentSession().getId();
        List<UserSessionModel> joined = (isCookieAlone(authSession)
                        ? Stream.of(root, idInCookie(session)).distinct()
                        : Stream.of(root))
                .map(id -> session.sessions().getUserSession(authSession.getRealm(), id))
                .filter(Objects::nonNull)
                .toList();
        return new SignIn(
                joined.stream().map(SignIn::signedIn).min(Instant::compareTo).orElse(Instant.EPOCH),
                joined.stream().anyMatch(SignIn::isImpersonated));
    }

    /** As AuthenticationManager.authenticateIdentityCookie finds it; empty string where there is no such cookie. */
    private static String idInCookie(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(CookieProvider.class).get(CookieType.IDENTITY))
                .map(cookie -> session.tokens().decode(cookie, IdentityCookieToken.class))
                .map(AccessToken::getSessionId)
                .orElse("");
    }

    /** Whether it is an admin who acts as the user of this session. */
    static boolean isImpersonated(UserSessionModel userSession) {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null;
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
