package cloud.magento.accounts.link.action;

import cloud.magento.accounts.link.broker.Mishap;
import cloud.magento.accounts.link.broker.UpstreamSignIn;
import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.RealmSettings;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The session that went to the provider came back without an identity: the user cancelled, the provider failed, or an
 * old answer was sent again. Keycloak hands such answers to the required action; we bring the user back to the page.
 */
final class ReturnWithError {

    private final RequiredActionContext context;
    private final KeycloakSession session;

    ReturnWithError(RequiredActionContext context) {
        this.context = context;
        this.session = context.getSession();
    }

    Response respond(AuthenticationSessionModel away) {
        String alias = RealmSettings.usable(context.getRealm())
                .map(LinkSettings::idpAlias)
                .orElse("");
        LinkError error = UpstreamSignIn.errorOf(away);
        // Keycloak took its notes away; the next answer in this tab, such as a replayed one, must find them again.
        UpstreamSignIn.expectErrors(away, alias);
        Optional<AuthenticationSessionModel> waiting = UpstreamSignIn.waitingFor(away);
        if (waiting.isPresent() && !UpstreamSignIn.hasReturned(waiting.get())) {
            return Mishap.ofSignIn(session, waiting.get(), error).sayAndReturn(session, waiting.get());
        }
        // A page that shows something newer stays as it is.
        return UpstreamSignIn.senderOf(away)
                .map(sender -> UpstreamSignIn.back(session, sender))
                .orElseGet(() -> UpstreamSignIn.startOver(session, away));
    }
}
