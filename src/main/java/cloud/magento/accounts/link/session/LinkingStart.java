package cloud.magento.accounts.link.session;

import cloud.magento.accounts.link.support.AuthNotes;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.broker.provider.IdpLinkAction;
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

    /** Notes this start in the session, and the time at which the user left for the provider. */
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

    /** How linking was started in this session; empty: on our page. */
    public static Optional<LinkingStart> of(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.STARTED_BY))
                .map(LinkingStart::valueOf);
    }

    /** When the user left for the provider, in whole seconds; empty: linking was started on our page. */
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
