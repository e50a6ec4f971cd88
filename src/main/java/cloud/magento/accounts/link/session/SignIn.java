package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.user.StoredPassword;
import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * When and how the user of an authentication session signed in. {@link #date} notes it at the end of every login,
 * because the user session that it is read from can end while the authentication session waits.
 *
 * <p>A sign-in is as recent as the oldest authentication that the login rests on. A second factor on top of the cookie
 * of a user session does not make that session's sign-in more recent. Neither does a factor that the user sets up.
 *
 * @param at when the user authenticated, in this session or in the user session that it joined
 * @param impersonated whether an admin impersonates the user
 */
public record SignIn(Instant at, boolean impersonated) {

    /** A password change completes within one request; this leaves room for a slow one. */
    private static final Duration SAME_REQUEST = Duration.ofSeconds(2);

    /**
     * Notes when the user signed in, in the authentication session. Call this at the end of every login, also for users
     * who are not prompted: a user who returns to this session later must not count as just signed in.
     */
    public static void date(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        if (isDated(authSession)) {
            return;
        }
        if (!AuthenticationFactors.restsOnUserSession(authSession)) {
            // Whether an admin impersonates the user is read only for users who are prompted: it can cost a query.
            noteTime(authSession, authenticatedAt(authSession, now));
            return;
        }
        JoinedUserSessions joined = JoinedUserSessions.of(session, authSession);
        SignIn signIn = joined.signIn();
        signIn.noteIn(authSession);
        if (!AuthenticatorUtil.isSSOAuthentication(authSession) || !joined.containsResultOf(authSession)) {
            signIn.noteInUserSession(authSession);
        }
    }

    /**
     * Notes the time of the sign-in in the user session that results from this login. Call this each time the login can
     * end. Keycloak's AUTH_TIME cannot be used, see AuthenticationManager.redirectAfterSuccessfulFlow: it is the time
     * that the provider claims, which can be days old, or the end of a login that waited after the user signed in.
     */
    public static void dateUserSession(AuthenticationSessionModel authSession) {
        if (!AuthenticationFactors.isCookieAlone(authSession)) {
            authSession.setUserSessionNote(AuthNotes.SIGNED_IN, authSession.getAuthNote(AuthNotes.SIGNED_IN));
        }
    }

    /** Whether {@link #date} or {@link #noteIn} has noted when the user signed in. */
    public static boolean isDated(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(AuthNotes.SIGNED_IN) != null;
    }

    /** The sign-in of this login. It is read from the notes that {@link #date} wrote, as far as they exist. */
    public static SignIn of(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        String time = authSession.getAuthNote(AuthNotes.SIGNED_IN);
        String impersonated = authSession.getAuthNote(AuthNotes.IMPERSONATED);
        if (time != null && impersonated != null) {
            return new SignIn(parseMillis(time), Boolean.parseBoolean(impersonated));
        }
        SignIn joined = JoinedUserSessions.of(session, authSession).signIn();
        if (time != null) {
            return new SignIn(parseMillis(time), joined.impersonated());
        }
        return AuthenticationFactors.restsOnUserSession(authSession)
                ? joined
                : new SignIn(authenticatedAt(authSession, now), joined.impersonated());
    }

    /** The sign-in of a user session. */
    public static SignIn of(UserSessionModel userSession) {
        return new SignIn(signedInAt(userSession), isImpersonated(userSession));
    }

    private static Instant signedInAt(UserSessionModel userSession) {
        String noted = userSession.getNote(AuthNotes.SIGNED_IN);
        if (noted != null) {
            return parseMillis(noted);
        }
        String authTime = userSession.getNote(AuthenticationManager.AUTH_TIME);
        int second = authTime == null ? userSession.getStarted() : Integer.parseInt(authTime);
        // Keycloak counts whole seconds. The end of the second is later than everything that led to the sign-in.
        return Instant.ofEpochSecond(second).plusMillis(999);
    }

    /** Whether an admin impersonates the user of this session, or of the session that it replaced. */
    public static boolean isImpersonated(UserSessionModel userSession) {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null
                || Boolean.parseBoolean(userSession.getNote(AuthNotes.IMPERSONATED));
    }

    /** Whether the sign-in is more than {@code maxAge} before {@code now}. */
    public boolean isOlderThan(Duration maxAge, Instant now) {
        return at.plus(maxAge).isBefore(now);
    }

    /**
     * Discards the factors that were given before a callback of the provider, such as a password: the callback can give
     * the session another user.
     */
    public static void discardFactors(AuthenticationSessionModel authSession) {
        authSession.removeAuthNote(AuthenticationManager.PASSWORD_VALIDATED);
        authSession.removeAuthNote(AuthenticationProcessor.AUTHN_CREDENTIALS);
    }

    /** Notes when the provider signed the user in. If there are several callbacks, the earliest time counts. */
    public static void noteAtProvider(AuthenticationSessionModel authSession, Instant time) {
        String noted = authSession.getAuthNote(AuthNotes.PROVIDER_SIGNED_IN);
        if (noted == null || time.isBefore(parseMillis(noted))) {
            authSession.setAuthNote(AuthNotes.PROVIDER_SIGNED_IN, formatMillis(time));
        }
    }

    /**
     * The user's sign-in at the provider; empty: the login did not use its button, the provider gave no time, or the
     * user gave a first factor after it.
     */
    public static Optional<SignIn> atProvider(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.PROVIDER_SIGNED_IN))
                .filter(time -> !AuthenticationFactors.hasOwnFirstFactor(authSession))
                .map(time -> new SignIn(parseMillis(time), false));
    }

    /**
     * When the user authenticated in a login that does not rest on a user session: now, or when the provider says that
     * it signed the user in. A browser can remove the prompt from the request to the provider, and Keycloak's cookie
     * from its own requests, but it cannot change this time. It is the beginning of its second: it must not be later
     * than a change that came after the sign-in.
     */
    private static Instant authenticatedAt(AuthenticationSessionModel authSession, Instant now) {
        return AuthenticationFactors.isByProvider(authSession)
                ? atProvider(authSession).map(SignIn::at).orElse(now)
                : now;
    }

    /**
     * Counts a password that the user sets in this request as a new sign-in. Otherwise a user who must update the
     * password on the way would have to sign in once more before connecting. The note of the last action is not used: a
     * browser can cause it to be written, see SessionCodeChecks. In a login that rests on a user session, or on a
     * session of the provider, the change does not count: UpdatePassword does not ask for the old password, so the new
     * one proves nothing.
     */
    public static void renewAfterOwnPasswordChange(
            KeycloakSession session, AuthenticationSessionModel authSession, UserModel user, Instant now) {
        String action = UserModel.RequiredAction.UPDATE_PASSWORD.name();
        if (isPostTo(session, action)
                && !AuthenticationFactors.restsOnUserSession(authSession)
                && atProvider(authSession).isEmpty()
                && !authSession.getRequiredActions().contains(action)
                && user.getRequiredActionsStream().noneMatch(action::equals)
                && StoredPassword.since(user).isAfter(now.minus(SAME_REQUEST))) {
            noteTime(authSession, now);
        }
    }

    /** Whether the user has sent the form of this action; see LoginActionsService.processRequireAction. */
    private static boolean isPostTo(KeycloakSession session, String action) {
        KeycloakContext context = session.getContext();
        return HttpMethod.POST.equals(context.getHttpRequest().getHttpMethod())
                && action.equals(context.getUri().getQueryParameters().getFirst(Constants.EXECUTION));
    }

    /** Notes the sign-in in the authentication session. */
    public void noteIn(AuthenticationSessionModel authSession) {
        noteTime(authSession, at);
        authSession.setAuthNote(AuthNotes.IMPERSONATED, Boolean.toString(impersonated));
    }

    /**
     * Notes the sign-in for later logins. Keycloak is about to write the time of this login into the user session, see
     * AuthenticationManager.redirectAfterSuccessfulFlow, or to create a user session that has no data of the old one.
     */
    private void noteInUserSession(AuthenticationSessionModel authSession) {
        authSession.setUserSessionNote(AuthNotes.SIGNED_IN, formatMillis(at));
        if (impersonated) {
            authSession.setUserSessionNote(AuthNotes.IMPERSONATED, Boolean.TRUE.toString());
        }
    }

    private static void noteTime(AuthenticationSessionModel authSession, Instant time) {
        authSession.setAuthNote(AuthNotes.SIGNED_IN, formatMillis(time));
    }

    private static String formatMillis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    private static Instant parseMillis(String note) {
        return Instant.ofEpochMilli(Long.parseLong(note));
    }
}
