package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
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
 * that provider signs the user in afterwards, so an old session must not be enough to add it. Keycloak reports the link
 * after it wrote it and before the transaction ends. See IdentityBrokerService.performAccountLinking.
 */
public final class OtherProviderLinkCheck implements ProviderEventListener {

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created && Requests.isOne(created.getKeycloakSession())) {
            AuthenticationSessionModel login =
                    created.getKeycloakSession().getContext().getAuthenticationSession();
            if (login != null) {
                check(
                        new UserContext(created.getKeycloakSession(), created.getRealm(), created.getUser())
                                .at(leftAt(login)),
                        login,
                        created.getFederatedIdentity());
            }
        }
    }

    /**
     * When the user left for the other provider. How long they take there does not matter. See {@link LinkingStart}.
     */
    private static Instant leftAt(AuthenticationSessionModel login) {
        return Instant.ofEpochSecond(login.getParentSession().getTimestamp());
    }

    private static void check(UserContext context, AuthenticationSessionModel login, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(context.realm()).readable();
        if (link.getIdentityProvider().equals(settings.idpAlias())
                || FirstLogin.isOfExistingUser(login, link)
                || !isLoginOf(context.user(), login)
                || !UserFactsReader.isLinked(context, settings)
                || !PrimaryLoginScope.includesWithout(link, context, settings)) {
            return;
        }
        LinkAuthorization.refusalToLeave(context, signIn(context, login), settings.maxAuthAge())
                .ifPresent(error -> reject(context.session(), login, link, error));
    }

    private static boolean isLoginOf(UserModel user, AuthenticationSessionModel login) {
        return login.getAuthenticatedUser() != null
                && login.getAuthenticatedUser().getId().equals(user.getId());
    }

    /**
     * The legacy link address has a login of its own that the required action never dates: it relies on the user
     * session alone. See IdentityBrokerService.clientInitiatedAccountLinking.
     */
    private static SignIn signIn(UserContext context, AuthenticationSessionModel login) {
        if (login.getAuthNote(AuthNotes.SIGNED_IN) != null) {
            return SignIn.of(context.session(), login, context.now());
        }
        UserSessionModel userSession = new AuthenticationSessionManager(context.session()).getUserSession(login);
        return Optional.ofNullable(userSession).map(SignIn::of).orElse(new SignIn(Instant.EPOCH, false));
    }

    private static void reject(
            KeycloakSession session, AuthenticationSessionModel login, FederatedIdentityModel link, LinkError error) {
        session.getTransactionManager().setRollbackOnly();
        LinkEvents.error(
                LinkEvents.of(session, login).event(EventType.FEDERATED_IDENTITY_LINK),
                error,
                Phase.CONFIRM,
                link.getIdentityProvider());
        throw new ErrorPageException(
                session,
                login,
                Response.Status.FORBIDDEN,
                error.messageKey(),
                ProviderStatus.displayName(session, link.getIdentityProvider()));
    }
}
