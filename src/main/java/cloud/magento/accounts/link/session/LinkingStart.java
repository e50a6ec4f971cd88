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

/** Who began linking where it was not our page, so that it ends the way its starter expects. */
public enum LinkingStart {
    /** {@code kc_action=idp_link:…}, as the account console does it. */
    IDP_LINK_ACTION,
    /** The link URL of older versions, {@code /broker/{alias}/link}. */
    LEGACY_URL;

    /** Who began linking in this session; empty: our page did. */
    public static Optional<LinkingStart> of(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.STARTED_BY))
                .map(LinkingStart::valueOf);
    }

    /** When the user left for the provider, to the second, where it was not from our page. */
    public static Optional<Instant> leftAt(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getAuthNote(AuthNotes.LEFT))
                .map(Long::valueOf)
                .map(Instant::ofEpochSecond);
    }

    /**
     * Tells the starter that linking has ended.
     *
     * @return where the browser goes at once; empty: the login goes on
     */
    public Optional<Response> end(AuthenticationSessionModel authSession, KcActionStatus status) {
        authSession.removeAuthNote(AuthNotes.STARTED_BY);
        authSession.removeAuthNote(AuthNotes.LEFT);
        if (this == IDP_LINK_ACTION) {
            AuthenticationManager.setKcActionStatus(IdpLinkAction.PROVIDER_ID, status, authSession);
            authSession.setAuthNote(AuthNotes.ENDED, IdpLinkAction.PROVIDER_ID);
            return Optional.empty();
        }
        // Keycloak still notes its last step in the tab, which can bring a removed one back: then as nobody's.
        AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
        authSession.getParentSession().removeAuthenticationSessionByTabId(authSession.getTabId());
        // The app of a legacy link waits for its bare redirect URI, not for a code.
        return Optional.of(
                Response.seeOther(URI.create(authSession.getRedirectUri())).build());
    }

    /**
     * Tells the app that the action it asked for has ended, not ours, which stood in: OIDCLoginProtocol names the one
     * that was processed last.
     */
    public static void nameEndedAction(AuthenticationSessionModel authSession) {
        String ended = authSession.getAuthNote(AuthNotes.ENDED);
        if (ended != null) {
            authSession.setAuthNote(AuthenticationProcessor.LAST_PROCESSED_EXECUTION, ended);
        }
    }

    public void noteIn(AuthenticationSessionModel authSession) {
        authSession.setAuthNote(AuthNotes.STARTED_BY, name());
        // ClientSessionCode.setAction dates the session when IdpLinkAction, or the legacy link URL, sends it away.
        authSession.setAuthNote(
                AuthNotes.LEFT, Integer.toString(authSession.getParentSession().getTimestamp()));
        if (this == LEGACY_URL) {
            // It asked for nothing else. Keycloak would miss this where the user has to sign in again on the way.
            authSession.setClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM, OIDCResponseType.NONE);
        }
    }
}
