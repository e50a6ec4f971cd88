package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.session.SignIn;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.JWTAuthorizationGrantValidationContext;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.ciba.clientpolicy.context.BackchannelTokenResponseContext;
import org.keycloak.protocol.oidc.grants.device.clientpolicy.context.DeviceTokenRequestContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.context.ImplicitHybridTokenResponse;
import org.keycloak.services.clientpolicy.context.JWTAuthorizationGrantContext;
import org.keycloak.services.clientpolicy.context.TokenExchangeRequestContext;
import org.keycloak.services.clientpolicy.context.TokenRefreshContext;
import org.keycloak.services.clientpolicy.context.TokenRequestContext;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.util.TokenUtil;

/** For whom tokens are asked without a browser, as an event of Keycloak's client policies tells it. */
public final class TokenSubject {

    private TokenSubject() {}

    /**
     * The user; empty: the event is about something else, about a token that Keycloak refuses by itself or that the
     * provider vouches for, or an admin acts as the user, and goes on as in the browser.
     *
     * @param alias the provider that users connect
     */
    public static Optional<UserModel> of(KeycloakSession session, ClientPolicyContext context, String alias) {
        // By their names, since not every version has every event and its class.
        return switch (context.getEvent().name()) {
            case "TOKEN_REFRESH" -> refreshed(session, context);
            case "TOKEN_EXCHANGE_REQUEST" -> exchanged(session, context);
            case "BACKCHANNEL_TOKEN_RESPONSE" -> Optional.of(approved(context));
            case "JWT_AUTHORIZATION_GRANT" -> asserted(session, context, alias);
            case "TOKEN_REQUEST" ->
                userOf(((TokenRequestContext) context)
                        .getParseResult()
                        .getClientSession()
                        .getUserSession());
            case "DEVICE_TOKEN_REQUEST" ->
                userOf(session.sessions()
                        .getUserSession(
                                session.getContext().getRealm(),
                                ((DeviceTokenRequestContext) context)
                                        .getDeviceCodeModel()
                                        .getUserSessionId()));
            case "IMPLICIT_HYBRID_TOKEN_RESPONSE" ->
                userOf(((ImplicitHybridTokenResponse) context)
                        .getClientSessionContext()
                        .getClientSession()
                        .getUserSession());
            default -> Optional.empty();
        };
    }

    /** The same for a token that this realm has signed, with a session or without one. */
    public static Optional<UserModel> of(KeycloakSession session, AccessToken token) {
        RealmModel realm = session.getContext().getRealm();
        if (token.getSessionId() == null) {
            return Optional.ofNullable(token.getSubject())
                    .map(id -> session.users().getUserById(realm, id));
        }
        UserSessionModel online = session.sessions().getUserSession(realm, token.getSessionId());
        return userOf(online == null ? session.sessions().getOfflineUserSession(realm, token.getSessionId()) : online);
    }

    /**
     * RefreshTokenGrantType verifies the token the same way right after this. Its later event, with the session at
     * hand, comes too late: a token that is good once is used up by then. And AbstractRefreshTokenProvider locks the
     * session before it loads it, so it is looked up aside.
     */
    private static Optional<UserModel> refreshed(KeycloakSession session, ClientPolicyContext context) {
        KeycloakContext keycloak = session.getContext();
        RefreshToken token;
        try {
            token = new TokenManager()
                    .verifyRefreshToken(
                            session,
                            keycloak.getRealm(),
                            keycloak.getClient(),
                            keycloak.getHttpRequest(),
                            ((TokenRefreshContext) context).getParams().getFirst(OAuth2Constants.REFRESH_TOKEN),
                            true);
        } catch (OAuthErrorException e) {
            return Optional.empty();
        }
        String userId = token.getSessionId() == null
                ? token.getSubject()
                : KeycloakModelUtils.runJobInTransactionWithResult(
                        session.getKeycloakSessionFactory(),
                        keycloak,
                        aside -> {
                            RealmModel realm = aside.getContext().getRealm();
                            UserSessionModel found = TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                                    ? aside.sessions().getOfflineUserSession(realm, token.getSessionId())
                                    : aside.sessions().getUserSession(realm, token.getSessionId());
                            return isTheUsers(found) ? found.getUser().getId() : null;
                        },
                        TokenSubject.class.getSimpleName());
        return Optional.ofNullable(userId == null ? null : session.users().getUserById(keycloak.getRealm(), userId));
    }

    /** The raw token is all there is here; StandardTokenExchangeProvider verifies it the same way right after this. */
    private static Optional<UserModel> exchanged(KeycloakSession session, ClientPolicyContext context) {
        String token = ((TokenExchangeRequestContext) context)
                .getTokenExchangeContext()
                .getParams()
                .getSubjectToken();
        if (token == null) {
            return Optional.empty();
        }
        KeycloakContext keycloak = session.getContext();
        ClientModel asking = keycloak.getClient();
        boolean good = AuthenticationManager.verifyIdentityToken(
                        session,
                        keycloak.getRealm(),
                        keycloak.getUri(),
                        keycloak.getConnection(),
                        true,
                        true,
                        null,
                        false,
                        token,
                        keycloak.getRequestHeaders(),
                        verifier -> {})
                != null;
        // It leaves the token's own client in the context, and the token's session.
        keycloak.setClient(asking);
        return good ? userOf(keycloak.getUserSession()) : Optional.empty();
    }

    /** CibaGrantType has begun a session for the user who said yes on a device. */
    private static UserModel approved(ClientPolicyContext context) {
        return ((BackchannelTokenResponseContext) context)
                .getClientSessionContext()
                .getClientSession()
                .getUserSession()
                .getUser();
    }

    /**
     * The context names neither the user nor, in the same way in every version, the provider. JWTAuthorizationGrantType
     * takes the provider that has this issuer and is allowed for the client, and the user whose account there is the
     * subject.
     */
    private static Optional<UserModel> asserted(KeycloakSession session, ClientPolicyContext context, String alias) {
        KeycloakContext keycloak = session.getContext();
        JWTAuthorizationGrantValidationContext assertion =
                ((JWTAuthorizationGrantContext) context).getAuthorizationGrantContext();
        // Several providers can have the issuer, and Keycloak's versions choose differently among them.
        // The user is found by whichever of them knows the subject.
        return OIDCAdvancedConfigWrapper.fromClientModel(keycloak.getClient())
                .getJWTAuthorizationGrantAllowedIdentityProviders()
                .stream()
                .filter(allowed -> !allowed.equals(alias) && isIssuer(session, allowed, assertion.getIssuer()))
                .map(allowed -> session.users()
                        .getUserByFederatedIdentity(
                                keycloak.getRealm(), new FederatedIdentityModel(allowed, assertion.getSubject(), null)))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static boolean isIssuer(KeycloakSession session, String alias, String issuer) {
        IdentityProviderModel provider = session.identityProviders().getByAlias(alias);
        return provider != null
                && provider.isEnabled()
                && issuer.equals(provider.getConfig().get(IdentityProviderModel.ISSUER));
    }

    private static Optional<UserModel> userOf(UserSessionModel userSession) {
        return isTheUsers(userSession) ? Optional.of(userSession.getUser()) : Optional.empty();
    }

    /** Whether there is a session, and no admin in it who acts as the user. */
    private static boolean isTheUsers(UserSessionModel userSession) {
        return userSession != null && !SignIn.isImpersonated(userSession);
    }
}
