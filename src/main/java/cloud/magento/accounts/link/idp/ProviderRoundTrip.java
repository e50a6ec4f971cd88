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
 * Sends a user to the provider and back.
 *
 * <p>A second authentication session, a tab of the same root session, goes to the provider (the away session). The
 * session with which the user signed in stays where it is (the waiting session). So the back button, a reload and a
 * second tab find the waiting page intact, and the app's request is not changed. The away session has no user, so no
 * response to it can complete a login or write a link.
 */
public final class ProviderRoundTrip {

    /** These belong to the app's request, which waits; see AuthenticationManager.setKcActionStatus. */
    private static final Set<String> KC_ACTION_NOTES = Set.of(
            Constants.KC_ACTION,
            Constants.KC_ACTION_PARAMETER,
            Constants.KC_ACTION_STATUS,
            Constants.KC_ACTION_EXECUTING,
            Constants.KC_ACTION_ENFORCED);

    private ProviderRoundTrip() {}

    /**
     * Redirects to the provider.
     *
     * @param chooseAccount whether the provider is asked for another account, even if it has a session, see
     *     {@link SwitchPrompt}
     */
    public static Response leave(LoginContext login, String alias, boolean chooseAccount) {
        KeycloakSession session = login.session();
        AuthenticationSessionModel waiting = login.authSession();
        cancel(waiting);
        AuthenticationSessionModel away = createAwaySession(login);
        if (chooseAccount) {
            SwitchPrompt.noteIn(away, session, alias);
        }
        waiting.setAuthNote(AuthNotes.AWAY, away.getTabId());
        expectErrors(away, alias);

        // Follows IdpLinkAction.processAction: the browser goes directly to the provider, without a GET request to us.
        ClientSessionCode<AuthenticationSessionModel> code = new ClientSessionCode<>(session, waiting.getRealm(), away);
        code.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
        // AbstractOAuth2IdentityProvider.createAuthorizationUrl takes the language from the context's session. It knows
        // no user, so the user's own locale has no effect there.
        session.getContext().setAuthenticationSession(away);
        Response redirect = new IdentityBrokerService(session).performClientInitiatedAccountLogin(alias, code);
        session.getContext().setAuthenticationSession(waiting);
        return redirect;
    }

    /** Creates a session with the app's request, except its action, and with the language of the user. */
    private static AuthenticationSessionModel createAwaySession(LoginContext login) {
        AuthenticationSessionModel waiting = login.authSession();
        AuthenticationSessionModel away = waiting.getParentSession().createAuthenticationSession(waiting.getClient());
        away.setProtocol(waiting.getProtocol());
        away.setRedirectUri(waiting.getRedirectUri());
        waiting.getClientNotes().forEach((name, value) -> {
            if (!KC_ACTION_NOTES.contains(name)) {
                away.setClientNote(name, value);
            }
        });
        // A user who registers here can already have an account at the provider.
        if (TokenUtil.hasPrompt(away.getClientNote(OAuth2Constants.PROMPT), OIDCLoginProtocol.PROMPT_VALUE_CREATE)) {
            away.removeClientNote(OAuth2Constants.PROMPT);
        }
        away.setAuthNote(
                LocaleSelectorProvider.USER_REQUEST_LOCALE,
                login.session().getContext().resolveLocale(login.user()).toLanguageTag());
        away.setAuthNote(AuthNotes.WAITING, waiting.getTabId());
        away.setAuthNote(AuthNotes.AWAY_USER, login.user().getId());
        away.setClientNote(AuthNotes.WENT_AWAY, "true");
        return away;
    }

    /**
     * Makes Keycloak pass errors of the provider, and repeated responses, to the required action instead of its own
     * pages. Follows IdpLinkAction and IdentityBrokerService.isDoingAccountLinking, which remove these notes with each
     * response.
     */
    static void expectErrors(AuthenticationSessionModel away, String alias) {
        away.setClientNote(Constants.KC_ACTION, RealmSettings.ACTION_ID);
        away.setAuthNote(AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, RealmSettings.ACTION_ID);
        away.setAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH, LoginActionsService.REQUIRED_ACTION);
        away.setAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER, "true");
        away.setAuthNote(
                IdentityBrokerService.LINKING_IDENTITY_PROVIDER,
                away.getParentSession().getId() + away.getClient().getClientId() + alias);
        away.setAction(AuthenticationSessionModel.Action.AUTHENTICATE.name());
    }

    /** What the provider returned instead of an identity; see IdentityBrokerService.cancelled. */
    static LinkError errorOf(AuthenticationSessionModel away) {
        return "CANCELLED".equals(away.getAuthNote(IdpLinkAction.IDP_LINK_STATUS))
                ? LinkError.SIGN_IN_CANCELLED
                : LinkError.SIGN_IN_FAILED;
    }

    /** Whether this is an away session. */
    public static boolean isAway(AuthenticationSessionModel authSession) {
        return authSession.getAuthNote(AuthNotes.WAITING) != null;
    }

    /** The id of the user who left with this away session. */
    static String userIdOf(AuthenticationSessionModel away) {
        return away.getAuthNote(AuthNotes.AWAY_USER);
    }

    /** Whether the user of this waiting session has left for the provider, returned or not. */
    public static boolean hasLeft(AuthenticationSessionModel waiting) {
        return waiting.getAuthNote(AuthNotes.AWAY) != null;
    }

    /** Whether an identity has returned from the provider and waits for the user to confirm it. */
    public static boolean hasReturned(AuthenticationSessionModel waiting) {
        return PendingIdentity.isIn(waiting);
    }

    /**
     * The session that waits for this away session; empty: it has ended, has started over, or waits for a later away
     * session.
     */
    static Optional<AuthenticationSessionModel> waitingFor(AuthenticationSessionModel away) {
        return senderOf(away)
                .filter(waiting -> away.getTabId().equals(waiting.getAuthNote(AuthNotes.AWAY)))
                .filter(waiting -> waiting.getAuthenticatedUser() != null)
                .filter(waiting -> waiting.getAuthenticatedUser().getId().equals(userIdOf(away)));
    }

    /** The session that sent this away session, even if it waits for a later one; empty: it has ended. */
    static Optional<AuthenticationSessionModel> senderOf(AuthenticationSessionModel away) {
        return Optional.ofNullable(away.getParentSession()
                .getAuthenticationSession(away.getClient(), away.getAuthNote(AuthNotes.WAITING)));
    }

    /** Redirects to where the waiting session is: our page, or the step of the flow that sent the user away. */
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

    /** Redirects to where the waiting session is, with a message for the user. */
    static Response back(KeycloakSession session, AuthenticationSessionModel waiting, UserMessage message) {
        message.noteIn(waiting);
        return back(session, waiting);
    }

    /** For an away session whose sender has ended: Keycloak's own page offers to start the login over in its tab. */
    public static Response startOver(KeycloakSession session, AuthenticationSessionModel away) {
        return new AuthenticationFlowURLHelper(
                        session, away.getRealm(), session.getContext().getUri())
                .showPageExpired(away);
    }

    /** Ends the away session of this session, if there is one, and discards the pending identity. */
    public static void cancel(AuthenticationSessionModel waiting) {
        String away = waiting.getAuthNote(AuthNotes.AWAY);
        if (away != null) {
            waiting.removeAuthNote(AuthNotes.AWAY);
            waiting.getParentSession().removeAuthenticationSessionByTabId(away);
        }
        PendingIdentity.discard(waiting);
    }

    /**
     * Turns an away session into an ordinary login if the user started over in its tab. The app did not request the
     * action that was noted for errors, so the note is removed.
     */
    public static void endIfStartedOver(AuthenticationSessionModel authSession) {
        if (authSession.getClientNote(AuthNotes.WENT_AWAY) != null && !isAway(authSession)) {
            authSession.removeClientNote(AuthNotes.WENT_AWAY);
            authSession.removeClientNote(Constants.KC_ACTION);
        }
    }
}
