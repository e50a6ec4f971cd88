package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How linking was started, if it was not started on our page. It then ends as the app that started it expects. */
public enum LinkingStart {
    /** A request with {@code kc_action=idp_link:…}, as the account console sends it. */
    IDP_LINK_ACTION,
    /** The link URL of older versions, {@code /broker/{alias}/link}. */
    LEGACY_URL;

    /** Notes this start in a session that has returned from the provider, and the time at which the user left. */
    public void noteIn(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(AuthNotes.STARTED_BY, name());
        // ClientSessionCode.setAction sets this time when IdpLinkAction or the legacy link URL sends the user away.
        authSession.setAuthNote(
                AuthNotes.LEFT_AT,
                Integer.toString(authSession.getParentSession().getTimestamp()));
        if (this == LEGACY_URL) {
            // This URL has no response type. Keycloak needs one if the user has to sign in again on the way.
            authSession.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, OIDCResponseType.NONE);
        }
    }

    /**
     * Whether an app requested {@code kc_action=idp_link} for this provider, the realm permits this action, and nothing
     * has taken the request over. See IdpLinkAction.requiredActionChallenge.
     */
    public static boolean isRequested(AuthenticationSessionModel authSession, String alias) {
        return IdpLinkAction.PROVIDER_ID.equals(authSession.getClientNote(Constants.KC_ACTION))
                && alias.equals(authSession.getClientNote(Constants.KC_ACTION_PARAMETER))
                && of(authSession).isEmpty()
                && isPermitted(authSession.getRealm());
    }

    private static boolean isPermitted(RealmModel realm) {
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(IdpLinkAction.PROVIDER_ID);
        return action != null && action.isEnabled();
    }

    /**
     * Notes that our action handles the request of the app, before IdpLinkAction shows its page or the user leaves. The
     * request stays as it is: if the login starts over, it is taken over again.
     */
    public static void takeOver(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(AuthNotes.STARTED_BY, IDP_LINK_ACTION.name());
        if (AuthenticatorUtil.isSSOAuthentication(authSession)) {
            authSession.setAuthNote(AuthNotes.WITHOUT_PAGE, "true");
        }
    }

    /**
     * Whether the user goes to the provider without our page in between. True at most once in a login, and only for a
     * user whom the cookie alone has signed in: "back" at the provider then leads to the app. A user who has signed in
     * on the way gets our page, because "back" would lead to the sign-in form.
     */
    public static boolean useWithoutPage(AuthenticationSessionModel authSession) {
        boolean withoutPage = authSession.getAuthNote(AuthNotes.WITHOUT_PAGE) != null;
        if (withoutPage) {
            authSession.removeAuthNote(AuthNotes.WITHOUT_PAGE);
        }
        return withoutPage;
    }

    /** How linking was started in this session; empty: on our page. */
    public static Optional<LinkingStart> of(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.STARTED_BY))
                .map(LinkingStart::valueOf);
    }

    /** When the user left for the provider, in whole seconds; empty: our action sends the user there. */
    public static Optional<Instant> leftAt(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.LEFT_AT))
                .map(Long::valueOf)
                .map(Instant::ofEpochSecond);
    }

    /**
     * Reports the end of linking to the app that started it.
     *
     * @return the redirect that ends the request; empty: the login continues
     */
    public Optional<Response> end(AuthenticationSessionModel authSession, KcActionStatus status) {
        authSession.removeAuthNote(AuthNotes.STARTED_BY);
        authSession.removeAuthNote(AuthNotes.LEFT_AT);
        if (this == IDP_LINK_ACTION) {
            AuthenticationManager.setKcActionStatus(IdpLinkAction.PROVIDER_ID, status, authSession);
            authSession.setAuthNote(AuthNotes.ENDED_ACTION, IdpLinkAction.PROVIDER_ID);
            return Optional.empty();
        }
        // Keycloak still notes its last step in this tab. That can restore a removed tab, so the tab must have no user.
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.getParentSession().removeAuthenticationSessionByTabId(authSession.getTabId());
        // The app expects its redirect URI without a code.
        return Optional.of(
                Response.seeOther(URI.create(authSession.getRedirectUri())).build());
    }

    /**
     * Names the action that the app requested as the one that ended, instead of our action, which replaced it.
     * OIDCLoginProtocol reports the action that was processed last.
     */
    public static void nameEndedAction(AuthenticationSessionModel authSession) {
        String ended = authSession.getAuthNote(AuthNotes.ENDED_ACTION);
        if (ended != null) {
            authSession.setAuthNote(AuthenticationProcessor.LAST_PROCESSED_EXECUTION, ended);
        }
    }
}
