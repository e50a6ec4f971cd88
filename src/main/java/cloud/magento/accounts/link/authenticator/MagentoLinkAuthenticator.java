package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.login.PrimaryLogin;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.token.GrantKind;
import cloud.magento.accounts.link.token.TokenDecision;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
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
        ParsedSettings parsed = RealmSettings.of(context.getRealm());
        if (DIRECT_GRANT_PATH.equals(context.getFlowPath())) {
            answerScript(context, parsed);
        } else if (isPrimary(context, parsed.readable())) {
            new PrimaryLoginHandler(context, parsed).go();
        } else {
            PrimaryLogin.passed(context.getAuthenticationSession(), parsed.readable());
            context.success();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        ParsedSettings parsed = RealmSettings.of(context.getRealm());
        if (isPrimary(context, parsed.readable())) {
            new PrimaryLoginHandler(context, parsed)
                    .take(context.getHttpRequest().getDecodedFormParameters().getFirst("step"));
        } else {
            PrimaryLogin.passed(context.getAuthenticationSession(), parsed.readable());
            context.success();
        }
    }

    /** Answers a password grant, where no page can be shown, with an error of RFC 6749, section 5.2. */
    private void answerScript(AuthenticationFlowContext context, ParsedSettings parsed) {
        UserModel user = context.getUser();
        Optional<String> refusal = isLeftToTheAction(context, parsed)
                ? Optional.empty()
                : TokenDecision.refusal(
                        context.getSession(),
                        user,
                        GrantKind.SIGNS_IN,
                        parsed,
                        context.getEvent().clone().user(user),
                        KeycloakClock.INSTANCE.instant());
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

    /** The required action, which sees this grant next, lets users in who cannot connect, and tells the admin. */
    private static boolean isLeftToTheAction(AuthenticationFlowContext context, ParsedSettings parsed) {
        LinkSettings settings = parsed.readable();
        return settings.whenUnavailable() == WhenUnavailable.ALLOW
                && !UserFactsReader.isLinked(context.getUser(), settings, context.getSession(), context.getRealm())
                && ProviderStatus.outage(parsed, context.getSession(), context.getRealm())
                        .isPresent();
    }

    private static boolean isPrimary(AuthenticationFlowContext context, LinkSettings settings) {
        return PrimaryLoginScope.includes(context.getSession(), context.getRealm(), context.getUser(), settings);
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
