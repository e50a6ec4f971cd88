package cloud.magento.accounts.link.token;

import cloud.magento.accounts.link.realm.RealmSettings;
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

/** The user for whom tokens are requested without a browser. */
final class TokenSubject {

    private TokenSubject() {}

    /**
     * The user; empty: Keycloak rejects the token by itself, the provider that users connect has issued the assertion,
     * or an admin acts as the user and continues as in the browser.
     */
    static Optional<UserModel> of(GrantEvent event, ClientPolicyContext context, KeycloakSession session) {
        return switch (event) {
            case TOKEN_REQUEST -> ofCode(context);
            case DEVICE_TOKEN_REQUEST -> ofDevice(context, session);
            case IMPLICIT_HYBRID_TOKEN_RESPONSE -> ofAuthorizationResponse(context);
            case TOKEN_REFRESH -> ofRefresh(context, session);
            case TOKEN_EXCHANGE_REQUEST -> ofExchange(context, session);
            case BACKCHANNEL_TOKEN_RESPONSE -> Optional.of(ofBackchannel(context));
            case JWT_AUTHORIZATION_GRANT -> ofAssertion(context, session);
        };
    }

    /**
     * The user of a token that this realm has signed, with or without a session; empty: the user or the session no
     * longer exists, or an admin acts as the user.
     */
    static Optional<UserModel> of(AccessToken token, KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        if (token.getSessionId() == null) {
            return Optional.ofNullable(token.getSubject())
                    .map(id -> session.users().getUserById(realm, id));
        }
        UserSessionModel online = session.sessions().getUserSession(realm, token.getSessionId());
        return userOf(online == null ? session.sessions().getOfflineUserSession(realm, token.getSessionId()) : online);
    }

    private static Optional<UserModel> ofCode(ClientPolicyContext context) {
        return userOf(((TokenRequestContext) context)
                .getParseResult()
                .getClientSession()
                .getUserSession());
    }

    private static Optional<UserModel> ofDevice(ClientPolicyContext context, KeycloakSession session) {
        String userSessionId =
                ((DeviceTokenRequestContext) context).getDeviceCodeModel().getUserSessionId();
        return userOf(session.sessions().getUserSession(session.getContext().getRealm(), userSessionId));
    }

    private static Optional<UserModel> ofAuthorizationResponse(ClientPolicyContext context) {
        return userOf(((ImplicitHybridTokenResponse) context)
                .getClientSessionContext()
                .getClientSession()
                .getUserSession());
    }

    /**
     * RefreshTokenGrantType.process verifies the token the same way right after this. Its later event, which has the
     * session, comes too late: by then, a single-use token is consumed. The subject of a token that has a session is
     * not enough: mappers of the client can change it. AbstractRefreshTokenProvider locks the user session before it
     * loads it, so the session is read in a transaction of its own.
     */
    private static Optional<UserModel> ofRefresh(ClientPolicyContext context, KeycloakSession session) {
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
                        newSession -> {
                            RealmModel realm = newSession.getContext().getRealm();
                            UserSessionModel userSession = TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                                    ? newSession.sessions().getOfflineUserSession(realm, token.getSessionId())
                                    : newSession.sessions().getUserSession(realm, token.getSessionId());
                            // Not UserModel::getId: compiled, it names an interface that 26.4 does not have.
                            return userOf(userSession).map(user -> user.getId()).orElse(null);
                        },
                        TokenSubject.class.getSimpleName());
        return Optional.ofNullable(userId == null ? null : session.users().getUserById(keycloak.getRealm(), userId));
    }

    /**
     * The event has the raw token only. StandardTokenExchangeProvider.tokenExchange verifies it the same way right
     * after this.
     */
    private static Optional<UserModel> ofExchange(ClientPolicyContext context, KeycloakSession session) {
        String token = ((TokenExchangeRequestContext) context)
                .getTokenExchangeContext()
                .getParams()
                .getSubjectToken();
        if (token == null) {
            return Optional.empty();
        }
        KeycloakContext keycloak = session.getContext();
        ClientModel requester = keycloak.getClient();
        boolean isValid = AuthenticationManager.verifyIdentityToken(
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
        // The verification sets the client and the user session of the token in the context.
        keycloak.setClient(requester);
        return isValid ? userOf(keycloak.getUserSession()) : Optional.empty();
    }

    /** CibaGrantType.process has begun a session for the user who approved the request on a device. */
    private static UserModel ofBackchannel(ClientPolicyContext context) {
        return ((BackchannelTokenResponseContext) context)
                .getClientSessionContext()
                .getClientSession()
                .getUserSession()
                .getUser();
    }

    /**
     * The context does not name the user, and not every version names the provider in the same way.
     * JWTAuthorizationGrantType.process takes the provider that has this issuer and is allowed for the client, and the
     * user whose account at that provider is the subject.
     */
    private static Optional<UserModel> ofAssertion(ClientPolicyContext context, KeycloakSession session) {
        KeycloakContext keycloak = session.getContext();
        String alias = RealmSettings.idpAlias(keycloak.getRealm());
        JWTAuthorizationGrantValidationContext assertion =
                ((JWTAuthorizationGrantContext) context).getAuthorizationGrantContext();
        // Several providers can have the issuer, and Keycloak's versions choose differently among them. The first one
        // that knows the subject decides.
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

    /** The user of a user session; empty: there is no such session, or an admin acts as the user in it. */
    private static Optional<UserModel> userOf(UserSessionModel userSession) {
        return Optional.ofNullable(userSession)
                .filter(found -> !SignIn.isImpersonated(found))
                .map(UserSessionModel::getUser);
    }
}
