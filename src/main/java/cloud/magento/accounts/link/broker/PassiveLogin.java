package cloud.magento.accounts.link.broker;

import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** Logins during which no page can be shown. */
public final class PassiveLogin {

    /** How ResourceOwnerPasswordCredentialsGrantType names itself in the event of a direct grant. */
    private static final String DIRECT_GRANT = "oauth_credentials";

    private PassiveLogin() {}

    /** Whether this is a login with prompt=none, passed on to a provider or not, or a direct grant. */
    public static boolean is(AuthenticationSessionModel authSession, EventBuilder event) {
        return TokenUtil.hasPrompt(
                        authSession.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_NONE)
                || Boolean.parseBoolean(authSession.getAuthNote(AuthenticationProcessor.FORWARDED_PASSIVE_LOGIN))
                || DIRECT_GRANT.equals(
                        event.getEvent().getDetails() == null
                                ? null
                                : event.getEvent().getDetails().get(Details.AUTH_METHOD));
    }
}
