package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.login.WaitingLogin;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.metrics.TokenGrant;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.token.GrantKind;
import cloud.magento.accounts.link.token.TokenDecision;
import cloud.magento.accounts.link.user.ExemptUntil;
import cloud.magento.accounts.link.view.FormStep;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * Sends connected users to the provider to finish a sign-in, and answers password grants. A user who is not connected
 * continues: Keycloak evaluates the required action on every login.
 */
final class MagentoLinkAuthenticator implements Authenticator {

    private static final Logger LOG = Logger.getLogger(MagentoLinkAuthenticator.class);

    /** The path that ResourceOwnerPasswordCredentialsGrantType gives to its flow. */
    private static final String DIRECT_GRANT_PATH = "token";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (DIRECT_GRANT_PATH.equals(context.getFlowPath())) {
            answerGrant(context);
        } else {
            requirePrimaryLogin(context, handler -> {
                ExemptUntil.read(LoginContext.of(context).subject()).warnings().forEach(LOG::warn);
                handler.start();
            });
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        FormStep step = FormStep.of(context.getHttpRequest());
        requirePrimaryLogin(context, handler -> handler.handle(step));
    }

    private static void requirePrimaryLogin(AuthenticationFlowContext context, Consumer<PrimaryLoginHandler> next) {
        ParsedSettings parsed = RealmSettings.of(context.getRealm());
        LoginContext login = LoginContext.of(context);
        if (new PrimaryLogin(login, parsed.readable()).isRequired()) {
            next.accept(new PrimaryLoginHandler(context, parsed));
        } else {
            new WaitingLogin(login, parsed.readable()).notePrimaryLoginNotRequired();
            context.success();
        }
    }

    /** Answers a password grant. No page can be shown, so the error is one of RFC 6749, section 5.2. */
    private static void answerGrant(AuthenticationFlowContext context) {
        ParsedSettings parsed = RealmSettings.of(context.getRealm());
        UserContext user = LoginContext.of(context).subject();
        boolean isExempt = ExemptClientSession.isExemptClient(
                context.getAuthenticationSession(), parsed.readable().stages());
        Optional<String> refusal = isExempt
                ? Optional.empty()
                : TokenDecision.decideAndReport(
                        user,
                        GrantKind.PASSWORD,
                        parsed,
                        () -> context.getEvent().clone().user(user.user()));
        if (refusal.isPresent()) {
            LinkMetrics.countRefusedTokens(user.realm().getName(), TokenGrant.PASSWORD);
            // A challenge and not a failure: brute force detection counts a failure as a wrong password.
            context.challenge(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, refusal.get()))
                    .build());
        } else {
            context.success();
        }
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
