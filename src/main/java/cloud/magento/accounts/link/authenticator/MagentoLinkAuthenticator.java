package cloud.magento.accounts.link.authenticator;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.RealmSettings;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.UserFactsReader;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Makes the provider the way in for users who are connected, and answers scripts in words. Users who are not connected
 * are left to the required action, which sees every login.
 */
final class MagentoLinkAuthenticator implements Authenticator {

    /** The path that ResourceOwnerPasswordCredentialsGrantType gives to its flow. */
    private static final String DIRECT_GRANT_PATH = "token";

    private final InstantSource clock;

    MagentoLinkAuthenticator(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        Optional<LinkSettings> settings = RealmSettings.usable(context.getRealm());
        if (settings.isEmpty()) {
            // The required action, which sees this login next, follows whenUnavailable.
            context.success();
        } else if (DIRECT_GRANT_PATH.equals(context.getFlowPath())) {
            new DirectGrant(context, settings.get())
                    .decide(isPrimary(context, settings.get()), mustConnect(context, settings.get()));
        } else if (isPrimary(context, settings.get())) {
            new PrimaryLogin(context, settings.get()).go();
        } else {
            context.success();
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        Optional<LinkSettings> settings = RealmSettings.usable(context.getRealm());
        if (settings.isPresent() && isPrimary(context, settings.get())) {
            new PrimaryLogin(context, settings.get())
                    .take(context.getHttpRequest().getDecodedFormParameters().getFirst("step"));
        } else {
            context.success();
        }
    }

    private static boolean isPrimary(AuthenticationFlowContext context, LinkSettings settings) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        UserModel user = context.getUser();
        return settings.primaryLogin()
                && UserFactsReader.isLinked(user, settings, session, realm)
                && settings.policy().primaryLoginApplies(Exemptions.cover(user, settings, session, realm));
    }

    private boolean mustConnect(AuthenticationFlowContext context, LinkSettings settings) {
        return settings.policy()
                        .decide(
                                UserFactsReader.read(
                                        context.getUser(), true, settings, context.getSession(), context.getRealm()),
                                clock.instant())
                instanceof Enforce;
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
