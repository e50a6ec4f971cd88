package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Requires a recent sign-in of a connected user who links another provider with Keycloak's own linking. The button of
 * that provider signs the user in afterwards, so an old session must not be enough to add it. See
 * IdentityBrokerService.performAccountLinking.
 */
public final class OtherProviderLinkCheck implements ProviderEventListener {

    private final InstantSource clock;

    /** Creates the check. The clock gives the time of each request. */
    public OtherProviderLinkCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Rejects the link if the sign-in was too old when the user left for the other provider.
     *
     * @throws ErrorPageException which shows the reason. The request is rolled back
     */
    @Override
    public void onEvent(ProviderEvent event) {
        WrittenLink.of(event, clock)
                .ifPresent(written -> written.login().ifPresent(login -> check(login, written.link())));
    }

    private static void check(LoginContext login, FederatedIdentityModel link) {
        AuthenticationSessionModel authSession = login.authSession();
        LinkSettings settings = RealmSettings.of(login.realm()).readable();
        if (link.getIdentityProvider().equals(settings.idpAlias())
                || FirstLogin.wroteForExistingUser(authSession, link)
                || !isLoginOf(login.user(), authSession)
                || !UserFactsReader.isLinked(login.subject(), settings)
                || !PrimaryLoginScope.includesWithout(link, login.subject(), settings)) {
            return;
        }
        if (ExemptClientSession.isUnproven(login.session(), authSession, settings.stages())) {
            // The button of the other provider would replace primary login, at all clients.
            reject(login, link, LinkError.REAUTHENTICATION_REQUIRED);
        }
        UserContext atDeparture = login.subject().at(leftAt(authSession));
        LinkAuthorization.refusalToLeave(atDeparture, signIn(atDeparture, authSession), settings.maxAuthAge())
                .ifPresent(error -> reject(login, link, error));
    }

    private static boolean isLoginOf(UserModel user, AuthenticationSessionModel authSession) {
        return authSession.getAuthenticatedUser() != null
                && authSession.getAuthenticatedUser().getId().equals(user.getId());
    }

    /**
     * When the user left for the other provider. How long the user takes there does not matter. See
     * {@link LinkingStart}.
     */
    private static Instant leftAt(AuthenticationSessionModel authSession) {
        return Instant.ofEpochSecond(authSession.getParentSession().getTimestamp());
    }

    /**
     * The login of the legacy link URL is one of its own. The required action never dates it: it relies on the user
     * session alone. See IdentityBrokerService.clientInitiatedAccountLinking.
     */
    private static SignIn signIn(UserContext context, AuthenticationSessionModel authSession) {
        if (SignIn.isDated(authSession)) {
            return SignIn.of(context.session(), authSession, context.now());
        }
        UserSessionModel userSession = new AuthenticationSessionManager(context.session()).getUserSession(authSession);
        return Optional.ofNullable(userSession).map(SignIn::of).orElse(new SignIn(Instant.EPOCH, false));
    }

    private static void reject(LoginContext login, FederatedIdentityModel link, LinkError error) {
        KeycloakSession session = login.session();
        session.getTransactionManager().setRollbackOnly();
        LinkEvents.writeError(
                LinkEvents.ofLogin(session, login.authSession()).event(EventType.FEDERATED_IDENTITY_LINK),
                error,
                Phase.CONFIRM,
                link.getIdentityProvider());
        throw new ErrorPageException(
                session,
                login.authSession(),
                Response.Status.FORBIDDEN,
                error.messageKey(),
                ProviderStatus.displayName(session, link.getIdentityProvider()));
    }
}
