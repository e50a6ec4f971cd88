package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.token.GrantKind;
import cloud.magento.accounts.link.token.TokenDecision;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.keycloak.Config;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * Makes the provider the way in for users who are connected, and answers scripts in words. Users who are not connected
 * are left to the required action, which sees every login. Its own factory, without settings: it reads those of the
 * required action.
 */
public final class MagentoLinkAuthenticator implements AuthenticatorFactory, Authenticator {

    /** The path that ResourceOwnerPasswordCredentialsGrantType gives to its flow. */
    private static final String DIRECT_GRANT_PATH = "token";

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (DIRECT_GRANT_PATH.equals(context.getFlowPath())) {
            answerGrant(context);
        } else {
            requirePrimaryLogin(context, PrimaryLoginHandler::start);
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        String step = context.getHttpRequest().getDecodedFormParameters().getFirst("step");
        requirePrimaryLogin(context, handler -> handler.handle(step));
    }

    private static void requirePrimaryLogin(AuthenticationFlowContext context, Consumer<PrimaryLoginHandler> next) {
        ParsedSettings parsed = RealmSettings.of(context.getRealm());
        PrimaryLogin primaryLogin = new PrimaryLogin(LoginContext.of(context), parsed.readable());
        if (primaryLogin.isRequired()) {
            next.accept(new PrimaryLoginHandler(context, parsed));
        } else {
            primaryLogin.noteExcluded();
            context.success();
        }
    }

    /** Answers a password grant, in which no page can be shown, with an error of RFC 6749, section 5.2. */
    private static void answerGrant(AuthenticationFlowContext context) {
        ParsedSettings parsed = RealmSettings.of(context.getRealm());
        UserContext user = LoginContext.of(context).subject();
        Optional<String> refusal = isLeftToTheAction(user, parsed)
                ? Optional.empty()
                : TokenDecision.refusal(
                        user,
                        GrantKind.SIGNS_IN,
                        parsed,
                        context.getEvent().clone().user(user.user()));
        if (refusal.isPresent()) {
            // Not a failure: the password was right, and the brute force protection would count a wrong one.
            context.challenge(Response.status(Response.Status.BAD_REQUEST)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(new OAuth2ErrorRepresentation(OAuthErrorException.INVALID_GRANT, refusal.get()))
                    .build());
        } else {
            context.success();
        }
    }

    /** The required action evaluates this grant next. It lets users in who cannot connect, and reports the outage. */
    private static boolean isLeftToTheAction(UserContext user, ParsedSettings parsed) {
        return parsed.readable().whenUnavailable() == WhenUnavailable.ALLOW
                && !UserFactsReader.isLinked(user, parsed.readable())
                && ProviderStatus.outage(parsed, user.session()).isPresent();
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
    public Authenticator create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return "magento-link-authenticator";
    }

    @Override
    public String getDisplayType() {
        return "Magento link";
    }

    @Override
    public String getReferenceCategory() {
        return null;
    }

    @Override
    public String getHelpText() {
        return "Sends users who are connected to their identity provider to finish signing in, and refuses their"
                + " password grants. Place it last in the flow. Its settings are those of the required action"
                + " \"Connect with Magento.com\".";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
