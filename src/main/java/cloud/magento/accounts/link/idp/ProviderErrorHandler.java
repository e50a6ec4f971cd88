package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The session that went to the provider came back without an identity: the user cancelled, the provider failed, or an
 * old answer was sent again. Keycloak hands such answers to the required action; we bring the user back to the page.
 */
public final class ProviderErrorHandler {

    private final RequiredActionContext context;
    private final KeycloakSession session;

    public ProviderErrorHandler(RequiredActionContext context) {
        this.context = context;
        this.session = context.getSession();
    }

    public Response respond(AuthenticationSessionModel away) {
        String alias = RealmSettings.usable(context.getRealm())
                .map(LinkSettings::idpAlias)
                .orElse("");
        LinkError error = ProviderRoundTrip.errorOf(away);
        // Keycloak took its notes away; the next answer in this tab, such as a replayed one, must find them again.
        ProviderRoundTrip.expectErrors(away, alias);
        Optional<AuthenticationSessionModel> waiting = ProviderRoundTrip.waitingFor(away);
        if (waiting.isPresent() && !ProviderRoundTrip.hasReturned(waiting.get())) {
            return ProviderRoundTrip.back(session, waiting.get(), UserMessage.ofSignIn(session, waiting.get(), error));
        }
        // A page that shows something newer stays as it is.
        return ProviderRoundTrip.senderOf(away)
                .map(sender -> ProviderRoundTrip.back(session, sender))
                .orElseGet(() -> ProviderRoundTrip.startOver(session, away));
    }
}
