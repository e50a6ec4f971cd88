package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Handles a response of the provider without an identity: the user cancelled, the provider failed, or an old response
 * was sent again. Keycloak passes such a response to the required action, which returns the user to the page.
 */
public final class ProviderErrorHandler {

    private final RequiredActionContext context;
    private final KeycloakSession session;

    /** Creates the handler of one response. */
    public ProviderErrorHandler(RequiredActionContext context) {
        this.context = context;
        this.session = context.getSession();
    }

    /** The redirect to the page that waits, with the error if the page waits for this response. */
    public Response respond(AuthenticationSessionModel away) {
        LinkError error = ProviderRoundTrip.errorOf(away);
        // Keycloak has removed its notes. The next response in this tab, such as a replayed one, needs them again.
        ProviderRoundTrip.expectErrors(away, RealmSettings.idpAlias(context.getRealm()));
        Optional<AuthenticationSessionModel> waiting = ProviderRoundTrip.waitingFor(away);
        if (waiting.isPresent() && !ProviderRoundTrip.hasReturned(waiting.get())) {
            return ProviderRoundTrip.back(
                    session, waiting.get(), UserMessage.reportSignInError(session, waiting.get(), error));
        }
        // A page that shows something newer is not changed.
        return ProviderRoundTrip.senderOf(away)
                .map(sender -> ProviderRoundTrip.back(session, sender))
                .orElseGet(() -> ProviderRoundTrip.startOver(session, away));
    }
}
