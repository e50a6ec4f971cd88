package cloud.magento.accounts.link.session;

import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.browser.CookieAuthenticatorFactory;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;
import org.keycloak.util.TokenUtil;

/** What a login authenticated its user by: the cookie of a user session, a first factor, or an identity provider. */
final class AuthenticationFactors {

    /** The credentials that authenticate a user on their own, by the types that authenticators report to Keycloak. */
    private static final Set<String> FIRST_FACTORS = Set.of(
            PasswordCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            UserCredentialModel.KERBEROS,
            UserCredentialModel.CLIENT_CERT);

    private AuthenticationFactors() {}

    /**
     * Whether the login rests on a user session that existed before: it required nothing but the cookie, or the cookie
     * identified the user and no first factor was required. CookieAuthenticator.authenticate leaves the user in the
     * session in four ways: with SSO_AUTH, with FORCED_REAUTHENTICATION (every factor is required again), after
     * FORKED_FROM, and among the completed executions if an app requests a higher level of authentication.
     */
    static boolean restsOnUserSession(AuthenticationSessionModel authSession) {
        if (isCookieAlone(authSession)) {
            return true;
        }
        boolean identifiedByCookie = AuthenticatorUtil.isForcedReauthentication(authSession)
                // A factor that the user has yet to set up was not required. A provider can have required nothing.
                ? authSession.getExecutionStatus().containsValue(ExecutionStatus.SETUP_REQUIRED)
                        || isByProvider(authSession)
                : AuthenticatorUtil.isForkedFlow(authSession) || isJoinedByCookie(authSession);
        return identifiedByCookie && !hasFirstFactor(authSession);
    }

    /**
     * Whether the login required nothing but the cookie of a user session. The legacy link URL creates an
     * authentication session from the user session, see IdentityBrokerService.clientInitiatedAccountLinking.
     */
    static boolean isCookieAlone(AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isSSOAuthentication(authSession)
                || LinkingStart.of(authSession)
                        .filter(LinkingStart.LEGACY_URL::equals)
                        .isPresent();
    }

    /**
     * Whether CookieAuthenticator is among the completed executions of this login, so this login extends a user
     * session.
     */
    private static boolean isJoinedByCookie(AuthenticationSessionModel authSession) {
        // CookieAuthenticator also notes the level of the user session. A login by password has no such note, so
        // nothing is parsed for it.
        return authSession.getAuthNote(Constants.LEVEL_OF_AUTHENTICATION) != null
                && AuthenticatorUtils.parseCompletedExecutions(
                                authSession.getUserSessionNotes().get(Constants.AUTHENTICATORS_COMPLETED))
                        .keySet()
                        .stream()
                        .map(authSession.getRealm()::getAuthenticationExecutionById)
                        .anyMatch(AuthenticationFactors::isCookieOrDeleted);
    }

    /** An execution that no longer exists is from an earlier login, and only the cookie carries it into this one. */
    private static boolean isCookieOrDeleted(AuthenticationExecutionModel execution) {
        return execution == null || CookieAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator());
    }

    /** Whether this login authenticated the user without the cookie. */
    private static boolean hasFirstFactor(AuthenticationSessionModel authSession) {
        return hasOwnFirstFactor(authSession) || isByProvider(authSession) && isReauthenticationRequested(authSession);
    }

    /** Whether Keycloak itself authenticated the user by a first factor. */
    static boolean hasOwnFirstFactor(AuthenticationSessionModel authSession) {
        return AuthenticatorUtil.isPasswordValidated(authSession)
                || AuthenticatorUtil.getAuthnCredentials(authSession).stream().anyMatch(FIRST_FACTORS::contains);
    }

    /** Whether an identity provider authenticated the user. */
    static boolean isByProvider(AuthenticationSessionModel authSession) {
        return authSession.getUserSessionNotes().containsKey(Details.IDENTITY_PROVIDER);
    }

    /**
     * Whether the request to the provider required the user to sign in again. Otherwise the provider can respond from
     * its own session, which every user of this browser has.
     */
    private static boolean isReauthenticationRequested(AuthenticationSessionModel authSession) {
        return TokenUtil.hasPrompt(
                authSession.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
    }
}
