package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import jakarta.ws.rs.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.ImpersonationSessionNote;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.IdentityCookieToken;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.util.TokenUtil;

/**
 * When and how the user of an authentication session signed in. It is written down at the first look, because the user
 * session it is read from may end while the authentication session waits.
 *
 * <p>A sign-in is as recent as the oldest proof that the login rests on. A second factor that is added to the cookie of
 * a user session does not make that session's sign-in more recent, and setting up a factor proves nothing.
 *
 * @param at when the user proved who they are, in this session or in the user session it joined
 * @param impersonated whether it is an admin who acts as the user
 */
public record SignIn(Instant at, boolean impersonated) {

    /** A password change completes within one request; this leaves room for a slow one. */
    private static final Duration SAME_REQUEST = Duration.ofSeconds(2);

    /** The credentials that identify a user by themselves, as authenticators name them to Keycloak. */
    private static final Set<String> FIRST_FACTORS = Set.of(
            PasswordCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            UserCredentialModel.KERBEROS,
            UserCredentialModel.CLIENT_CERT);

    /**
     * Writes down when the user signed in. To be called at the end of every login, also of users who are not asked: who
     * comes back to this session later must not look as if they had just signed in.
     */
    public static void date(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        if (authSession.getAuthNote(AuthNotes.SIGNED_IN) != null) {
            return;
        }
        if (restsOnUserSession(authSession)) {
            List<UserSessionModel> joined = joined(session, authSession);
            SignIn signIn = of(joined);
            signIn.noteIn(authSession);
            if (!AuthenticatorUtil.isSSOAuthentication(authSession) || !endsIn(joined, authSession)) {
                signIn.noteInUserSession(authSession);
            }
        } else {
            // Whether an admin acts as the user is looked up where somebody is asked: it may cost a query.
            noteTime(authSession, provedAt(authSession, now));
        }
    }

    /**
     * Writes the time of the sign-in on the user session that results from this login. To be called each time the login
     * may end. Keycloak's AUTH_TIME does not tell it, see AuthenticationManager.redirectAfterSuccessfulFlow: it is what
     * the provider claims, which may be days old, or the end of a login that has waited since the user signed in.
     */
    public static void dateUserSession(AuthenticationSessionModel authSession) {
        if (!isCookieAlone(authSession)) {
            authSession.setUserSessionNote(AuthNotes.SIGNED_IN, authSession.getAuthNote(AuthNotes.SIGNED_IN));
        }
    }

    /** When the provider signed the user in, if the login came by its button and it says so. */
    public static Optional<SignIn> atProvider(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.PROVIDER_SIGNED_IN))
                .map(millis -> new SignIn(Instant.ofEpochMilli(Long.parseLong(millis)), false));
    }

    /** The sign-in of a user session. */
    public static SignIn of(UserSessionModel userSession) {
        return new SignIn(signedIn(userSession), isImpersonated(userSession));
    }

    /** The sign-in of this login. It is read from the notes, as far as they are there; {@link #date} writes them. */
    public static SignIn of(KeycloakSession session, AuthenticationSessionModel authSession, Instant now) {
        String time = authSession.getAuthNote(AuthNotes.SIGNED_IN);
        String impersonated = authSession.getAuthNote(AuthNotes.IMPERSONATED);
        if (time != null && impersonated != null) {
            return new SignIn(Instant.ofEpochMilli(Long.parseLong(time)), Boolean.parseBoolean(impersonated));
        }
        SignIn joined = of(joined(session, authSession));
        if (time != null) {
            return new SignIn(Instant.ofEpochMilli(Long.parseLong(time)), joined.impersonated());
        }
        return restsOnUserSession(authSession) ? joined : new SignIn(provedAt(authSession, now), joined.impersonated());
    }

    /**
     * Counts a password that the user sets in this very request as a new sign-in. Otherwise whoever must update a
     * password on the way would have to sign in once more before connecting. What the session notes of its last action
     * does not tell: a browser can have it written, see SessionCodeChecks. In a login that rests on a user session it
     * does not count: UpdatePassword asks for no old password, so to set one proves nothing.
     */
    public static void renewAfterOwnPasswordChange(
            KeycloakSession session, AuthenticationSessionModel authSession, UserModel user, Instant now) {
        String action = UserModel.RequiredAction.UPDATE_PASSWORD.name();
        if (isPostTo(session, action)
                && !restsOnUserSession(authSession)
                && !authSession.getRequiredActions().contains(action)
                && user.getRequiredActionsStream().noneMatch(action::equals)
                && passwordSince(user).isAfter(now.minus(SAME_REQUEST))) {
            noteTime(authSession, now);
        }
    }

    /** Whether the user has sent the form of this action; see LoginActionsService.processRequireAction. */
    private static boolean isPostTo(KeycloakSession session, String action) {
        KeycloakContext context = session.getContext();
        return HttpMethod.POST.equals(context.getHttpRequest().getHttpMethod())
                && action.equals(context.getUri().getQueryParameters().getFirst(Constants.EXECUTION));
    }

    /** When the password was set, in the far past where Keycloak stores none. */
    public static Instant passwordSince(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .map(Instant::ofEpochMilli)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /**
     * Whether the login rests on a user session that was there before: its cookie was all there was, or it identified
     * the user and no first factor was asked. CookieAuthenticator leaves the user in the session in four ways: with
     * SSO_AUTH, with FORCED_REAUTHENTICATION (everything is asked anew), after FORKED_FROM, and among the completed
     * executions where an app asks for a higher level of authentication.
     */
    private static boolean restsOnUserSession(AuthenticationSessionModel authSession) {
        if (isCookieAlone(authSession)) {
            return true;
        }
        boolean knownByCookie = AuthenticatorUtil.isForcedReauthentication(authSession)
                // A factor that the user has to set up first was not asked; a provider may not have asked anything.
                ? authSession.getExecutionStatus().containsValue(ExecutionStatus.SETUP_REQUIRED)
                        || isByProvider(authSession)
                : AuthenticatorUtil.isForkedFlow(authSession) || isJoinedByCookie(authSession);
        return knownByCookie && !hasFirstFactor(authSession);
    }

    /** The legacy link URL makes a session out of the user session, see clientInitiatedAccountLinking. */
    private static boolean isCookieAlone(AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                || LinkingStart.of(authSession)
                        .filter(LinkingStart.LEGACY_URL::equals)
                        .isPresent();
    }

    /** Whether CookieAuthenticator counts itself among the executions of this login: it does so to add to a session. */
    private static boolean isJoinedByCookie(AuthenticationSessionModel authSession) {
        // It notes the level that the session has, too; without one, a login with a password parses nothing.
        return authSession.getAuthNote(Constants.LEVEL_OF_AUTHENTICATION) != null
                && AuthenticatorUtils.parseCompletedExecutions(
                                authSession.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED))
                        .keySet()
                        .stream()
                        .map(authSession.getRealm()::getAuthenticationExecutionById)
                        // One that is gone is from an earlier login: only the cookie brings these along.
                        .anyMatch(SignIn::isCookieOrGone);
    }

    private static boolean isCookieOrGone(AuthenticationExecutionModel execution) {
        return execution == null || CookieAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator());
    }

    /** Whether this login itself asked for something that proves who the user is without the cookie. */
    private static boolean hasFirstFactor(AuthenticationSessionModel authSession) {
        return hasOwnFirstFactor(authSession) || isByProvider(authSession) && isAskedAnew(authSession);
    }

    private static boolean hasOwnFirstFactor(AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isPasswordValidated(authSession)
                || AuthenticatorUtil.getAuthnCredentials(authSession).stream().anyMatch(FIRST_FACTORS::contains);
    }

    private static boolean isByProvider(AuthenticationSessionModel authSession) {
        return authSession.getUserSessionNotes().containsKey(Details.IDENTITY_PROVIDER);
    }

    /**
     * Whether the provider was told to ask the user anew: else it can answer with a session that it has, which whoever
     * uses this browser has, too.
     */
    private static boolean isAskedAnew(AuthenticationSessionModel authSession) {
        return TokenUtil.hasPrompt(
                authSession.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }

    /**
     * When the user proved their identity in a login that does not rest on a user session: now, or when the provider
     * says that it signed the user in. A browser can remove the prompt from the address of the provider, and the cookie
     * of Keycloak from its requests, but it cannot change this.
     */
    private static Instant provedAt(AuthenticationSessionModel authSession, Instant now) {
        String bySession = authSession.getAuthNote(AuthNotes.PROVIDER_SIGNED_IN);
        return bySession != null && isByProvider(authSession) && !hasOwnFirstFactor(authSession)
                // The beginning of its second: it must not come after a change of which it knows nothing.
                ? Instant.ofEpochMilli(Long.parseLong(bySession))
                : now;
    }

    /**
     * The user sessions that this login joins. Mostly there is one, of the same id, see
     * AuthenticationSessionManager.getUserSession; where a login was begun before, CookieAuthenticator goes by the
     * cookie alone.
     */
    private static List<UserSessionModel> joined(KeycloakSession session, AuthenticationSessionModel authSession) {
        String root = authSession.getParentSession().getId();
        return (restsOnUserSession(authSession)
                        ? Stream.of(root, idInCookie(session)).distinct()
                        : Stream.of(root))
                .map(id -> session.sessions().getUserSession(authSession.getRealm(), id))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether Keycloak ends this login in one of these; else it makes a new one, see AuthenticationProcessor. */
    private static boolean endsIn(List<UserSessionModel> joined, AuthenticationSessionModel authSession) {
        String root = authSession.getParentSession().getId();
        return joined.stream().anyMatch(userSession -> userSession.getId().equals(root));
    }

    /**
     * The oldest of these. A user session that cannot be found, such as one that was signed out, is no sign-in at all.
     */
    private static SignIn of(List<UserSessionModel> joined) {
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

    /** Whether it is an admin who acts as the user of this session, or of the one that it took the place of. */
    public static boolean isImpersonated(UserSessionModel userSession) {
        return userSession.getNote(ImpersonationSessionNote.IMPERSONATOR_ID.toString()) != null
                || Boolean.parseBoolean(userSession.getNote(AuthNotes.IMPERSONATED));
    }

    private static Instant signedIn(UserSessionModel userSession) {
        String noted = userSession.getNote(AuthNotes.SIGNED_IN);
        if (noted != null) {
            return Instant.ofEpochMilli(Long.parseLong(noted));
        }
        String authTime = userSession.getNote(AuthenticationManager.AUTH_TIME);
        int second = authTime == null ? userSession.getStarted() : Integer.parseInt(authTime);
        // Keycloak keeps whole seconds; the end of the second comes after whatever led to the sign-in.
        return Instant.ofEpochSecond(second).plusMillis(999);
    }

    /** Notes the sign-in in the session: the user session that it was read from can end while the login waits. */
    public void noteIn(AuthenticationSessionModel authSession) {
        noteTime(authSession, at);
        authSession.setAuthNote(AuthNotes.IMPERSONATED, Boolean.toString(impersonated));
    }

    /**
     * Keeps it for later logins, too: Keycloak is about to write the time of this one into the user session, see
     * AuthenticationManager.redirectAfterSuccessfulFlow, or to make a new user session that knows nothing of the old
     * one.
     */
    private void noteInUserSession(AuthenticationSessionModel authSession) {
        authSession.setUserSessionNote(AuthNotes.SIGNED_IN, Long.toString(at.toEpochMilli()));
        if (impersonated) {
            authSession.setUserSessionNote(AuthNotes.IMPERSONATED, Boolean.TRUE.toString());
        }
    }

    private static void noteTime(AuthenticationSessionModel authSession, Instant time) {
        authSession.setAuthNote(AuthNotes.SIGNED_IN, Long.toString(time.toEpochMilli()));
    }
}
