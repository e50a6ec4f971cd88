package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.common.util.Time;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.ClientSessionCode;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/**
 * Sends a user to the provider and brings them back.
 *
 * <p>A second authentication session, a tab of the same root session, goes away, and the one the user signed in with
 * waits where it is. So back, refresh and a second tab find the waiting page alive; nothing of the app's request is
 * touched; and the session that goes away has no user, so nothing that comes back can finish a login or write a link.
 */
public final class ProviderRoundTrip {

    /** Belong to the app's request, which waits; see AuthenticationManager.setKcActionStatus. */
    private static final Set<String> KC_ACTION_NOTES = Set.of(
            Constants.KC_ACTION,
            Constants.KC_ACTION_PARAMETER,
            Constants.KC_ACTION_STATUS,
            Constants.KC_ACTION_EXECUTING,
            Constants.KC_ACTION_ENFORCED);

    private ProviderRoundTrip() {}

    /**
     * Leaves for the provider.
     *
     * @param chooseAccount whether to ask the provider to sign the user in again, also if it has a session (OpenID
     *     Connect Core, section 3.1.2.1, prompt)
     */
    public static Response leave(LoginContext login, String alias, boolean chooseAccount) {
        KeycloakSession session = login.session();
        AuthenticationSessionModel waiting = login.authSession();
        forget(waiting);
        AuthenticationSessionModel away = waiting.getParentSession().createAuthenticationSession(waiting.getClient());
        away.setProtocol(waiting.getProtocol());
        away.setRedirectUri(waiting.getRedirectUri());
        waiting.getClientNotes().forEach((name, value) -> {
            if (!KC_ACTION_NOTES.contains(name)) {
                away.setClientNote(name, value);
            }
        });
        // Whoever registered at the cloud may well have an account at the provider.
        String prompt = away.getClientNote(OAuth2Constants.PROMPT);
        if (TokenUtil.hasPrompt(prompt, OIDCLoginProtocol.PROMPT_VALUE_CREATE)) {
            away.removeClientNote(OAuth2Constants.PROMPT);
        }
        if (chooseAccount) {
            away.setClientNote(OAuth2Constants.PROMPT, OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
        }
        away.setAuthNote(
                LocaleSelectorProvider.USER_REQUEST_LOCALE,
                session.getContext().resolveLocale(login.user()).toLanguageTag());
        away.setAuthNote(AuthNotes.WAITING, waiting.getTabId());
        away.setAuthNote(AuthNotes.USER, login.user().getId());
        away.setClientNote(AuthNotes.WENT_AWAY, "true");
        waiting.setAuthNote(AuthNotes.AWAY, away.getTabId());
        expectErrors(away, alias);

        // Follows IdpLinkAction.processAction: the browser goes straight to the provider, no GET of ours starts this.
        ClientSessionCode<AuthenticationSessionModel> code = new ClientSessionCode<>(session, waiting.getRealm(), away);
        code.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        // The provider is told the language of the session at hand: the user's own choice counts for nobody there, see
        // AbstractOAuth2IdentityProvider.createAuthorizationUrl.
        session.getContext().setAuthenticationSession(away);
        Response departure = new IdentityBrokerService(session).performClientInitiatedAccountLogin(alias, code);
        session.getContext().setAuthenticationSession(waiting);
        return departure;
    }

    /**
     * Makes an ordinary login of a session that once went away, where the user started over in its tab: the action it
     * was given for errors is none that the app asked for.
     */
    public static void settle(AuthenticationSessionModel authSession) {
        if (authSession.getClientNote(AuthNotes.WENT_AWAY) != null && !isAway(authSession)) {
            authSession.removeClientNote(AuthNotes.WENT_AWAY);
            authSession.removeClientNote(Constants.KC_ACTION);
        }
    }

    /** Whether this session is the one that goes away, not the one that waits. */
    public static boolean isAway(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(AuthNotes.WAITING) != null;
    }

    /** Whether the user of this session has left for the provider, returned or not. */
    public static boolean hasLeft(AuthenticationSessionModel waiting) {
        return waiting.getAuthNote(AuthNotes.AWAY) != null;
    }

    /** Whether somebody has come back from the provider and waits to be confirmed. */
    public static boolean hasReturned(AuthenticationSessionModel waiting) {
        return waiting.getAuthNote(AuthNotes.PROOF_ID) != null;
    }

    /** The session that waits for this one; empty where it has ended, gone on, or sent another one since. */
    public static Optional<AuthenticationSessionModel> waitingFor(AuthenticationSessionModel away) {
        return Optional.ofNullable(away.getParentSession()
                        .getAuthenticationSession(away.getClient(), away.getAuthNote(AuthNotes.WAITING)))
                .filter(waiting -> away.getTabId().equals(waiting.getAuthNote(AuthNotes.AWAY)))
                .filter(waiting -> waiting.getAuthenticatedUser() != null)
                .filter(waiting -> waiting.getAuthenticatedUser().getId().equals(away.getAuthNote(AuthNotes.USER)));
    }

    /** The session that once sent this one, also where it has sent another since; empty where it has ended. */
    public static Optional<AuthenticationSessionModel> senderOf(AuthenticationSessionModel away) {
        return Optional.ofNullable(away.getParentSession()
                .getAuthenticationSession(away.getClient(), away.getAuthNote(AuthNotes.WAITING)));
    }

    /** What the provider, or the user there, answered instead of an identity; see IdentityBrokerService.cancelled. */
    public static LinkError errorOf(AuthenticationSessionModel away) {
        return "CANCELLED".equals(away.getAuthNote(IdpLinkAction.IDP_LINK_STATUS))
                ? LinkError.SIGN_IN_CANCELLED
                : LinkError.SIGN_IN_FAILED;
    }

    /**
     * Makes Keycloak bring errors at the provider, and answers that come a second time, to the required action instead
     * of its own pages. Follows IdpLinkAction and IdentityBrokerService.isDoingAccountLinking, which take these notes
     * away at each answer.
     */
    public static void expectErrors(AuthenticationSessionModel away, String alias) {
        away.setClientNote(Constants.KC_ACTION, RealmSettings.ACTION_ID);
        away.setAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, RealmSettings.ACTION_ID);
        away.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.REQUIRED_ACTION);
        away.setAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER, "true");
        away.setAuthNote(
                IdentityBrokerService.LINKING_IDENTITY_PROVIDER,
                away.getParentSession().getId() + away.getClient().getClientId() + alias);
        away.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
    }

    /** Back to where the waiting session is: our page, or the step of the flow that sent it. */
    public static Response back(KeycloakSession session, AuthenticationSessionModel waiting) {
        if (AuthenticationSessionModel.Action.REQUIRED_ACTIONS.name().equals(waiting.getAction())) {
            return AuthenticationManager.redirectToRequiredActions(
                    session, waiting.getRealm(), waiting, session.getContext().getUri(), RealmSettings.ACTION_ID);
        }
        waiting.getParentSession().setTimestamp(Time.currentTime());
        return Response.seeOther(new AuthenticationFlowURLHelper(
                                session,
                                waiting.getRealm(),
                                session.getContext().getUri())
                        .getLastExecutionUrl(waiting))
                .build();
    }

    /** Back to where the waiting session is, with a message for the user. */
    public static Response back(KeycloakSession session, AuthenticationSessionModel waiting, UserMessage message) {
        message.noteIn(waiting);
        return back(session, waiting);
    }

    /** For a session that nobody waits for any more: Keycloak's own page offers to start the login over, in its tab. */
    public static Response startOver(KeycloakSession session, AuthenticationSessionModel away) {
        return new AuthenticationFlowURLHelper(
                        session, away.getRealm(), session.getContext().getUri())
                .showPageExpired(away);
    }

    /** Ends whatever this session has at the provider, and drops its proof. */
    public static void forget(AuthenticationSessionModel waiting) {
        String away = waiting.getAuthNote(AuthNotes.AWAY);
        if (away != null) {
            waiting.removeAuthNote(AuthNotes.AWAY);
            waiting.getParentSession().removeAuthenticationSessionByTabId(away);
        }
        PendingIdentity.discard(waiting);
    }
}
