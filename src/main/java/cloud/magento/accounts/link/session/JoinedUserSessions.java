package cloud.magento.accounts.link.session;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.IdentityCookieToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The existing user sessions that a login joins. Usually there is one, with the id of the root authentication session,
 * see AuthenticationSessionManager.getUserSession. If the browser began a login before, CookieAuthenticator uses the
 * cookie alone, which can name another one.
 *
 * @param userSessions those that exist
 */
public record JoinedUserSessions(List<UserSessionModel> userSessions) {

    /** Those that the login relies on. */
    static JoinedUserSessions of(KeycloakSession session, AuthenticationSessionModel authSession) {
        return AuthenticationFactors.restsOnUserSession(authSession)
                ? ofBrowser(session, authSession)
                : find(session, authSession, Stream.of(rootId(authSession)));
    }

    /** Those that the login would join, and the one in the cookie of the browser. */
    public static JoinedUserSessions ofBrowser(KeycloakSession session, AuthenticationSessionModel authSession) {
        return find(
                session,
                authSession,
                Stream.of(rootId(authSession), idInCookie(session)).distinct());
    }

    private static JoinedUserSessions find(
            KeycloakSession session, AuthenticationSessionModel authSession, Stream<String> ids) {
        return new JoinedUserSessions(ids.map(id -> session.sessions().getUserSession(authSession.getRealm(), id))
                .filter(Objects::nonNull)
                .toList());
    }

    private static String rootId(AuthenticationSessionModel authSession) {
        return authSession.getParentSession().getId();
    }

    /** As AuthenticationManager.authenticateIdentityCookie finds it; empty string if there is no such cookie. */
    private static String idInCookie(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(CookieProvider.class).get(CookieType.IDENTITY))
                .map(cookie -> session.tokens().decode(cookie, IdentityCookieToken.class))
                .map(AccessToken::getSessionId)
                .orElse("");
    }

    /**
     * The oldest sign-in. If no user session is found, for example after a logout, its time is {@link Instant#EPOCH}.
     */
    SignIn signIn() {
        List<SignIn> signIns = userSessions.stream().map(SignIn::of).toList();
        return new SignIn(
                signIns.stream().map(SignIn::at).min(Instant::compareTo).orElse(Instant.EPOCH),
                signIns.stream().anyMatch(SignIn::impersonated));
    }

    /**
     * Whether the login ends in one of them. Otherwise Keycloak creates a user session, see AuthenticationProcessor.
     */
    boolean containsResultOf(AuthenticationSessionModel authSession) {
        return userSessions.stream().anyMatch(userSession -> userSession.getId().equals(rootId(authSession)));
    }
}
