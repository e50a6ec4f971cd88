package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.UserFactsReader;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Requires a recent sign-in of a connected user who links another provider by Keycloak's own linking. The button of
 * that provider signs the user in from then on, so an old session must not be enough to add it. Keycloak publishes the
 * link after it wrote it and before the transaction ends. See IdentityBrokerService.performAccountLinking.
 */
public final class OtherProviderLinkCheck implements ProviderEventListener {

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created && Requests.isOne(created.getKeycloakSession())) {
            check(created.getKeycloakSession(), created.getRealm(), created.getUser(), created.getFederatedIdentity());
        }
    }

    private static void check(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        LinkSettings settings = RealmSettings.of(realm).readable();
        if (login == null
                || link.getIdentityProvider().equals(settings.idpAlias())
                || FirstLogin.isOfExistingUser(login, link)
                || login.getAuthenticatedUser() == null
                || !login.getAuthenticatedUser().getId().equals(user.getId())
                || !UserFactsReader.isLinked(user, settings, session, realm)
                || !PrimaryLoginScope.includesWithout(link, user, settings, session, realm)) {
            return;
        }
        LinkAuthorization.refusalToLeave(
                        session, realm, user, signIn(session, login), settings.maxAuthAge(), leftAt(login))
                .ifPresent(error -> refuse(session, login, link, error));
    }

    /**
     * The legacy link address has a login of its own that the required action never dates: it rests on the user session
     * alone. See IdentityBrokerService.clientInitiatedAccountLinking.
     */
    private static SignIn signIn(KeycloakSession session, AuthenticationSessionModel login) {
        Instant leftAt = leftAt(login);
        if (login.getAuthNote(AuthNotes.SIGNED_IN) != null) {
            return SignIn.of(session, login, leftAt);
        }
        UserSessionModel userSession = new AuthenticationSessionManager(session).getUserSession(login);
        return Optional.ofNullable(userSession).map(SignIn::of).orElse(new SignIn(Instant.EPOCH, false));
    }

    /** When the user left for the other provider: how long they take there does not matter. See LinkingStart. */
    private static Instant leftAt(AuthenticationSessionModel login) {
        return Instant.ofEpochSecond(login.getParentSession().getTimestamp());
    }

    private static void refuse(
            KeycloakSession session, AuthenticationSessionModel login, FederatedIdentityModel link, LinkError error) {
        session.getTransactionManager().setRollbackOnly();
        LinkEvents.error(
                LinkEvents.of(session, login),
                EventType.FEDERATED_IDENTITY_LINK,
                error,
                LinkEvents.Phase.CONFIRM,
                link.getIdentityProvider());
        throw new ErrorPageException(
                session,
                login,
                Response.Status.FORBIDDEN,
                error.messageKey(),
                ProviderStatus.displayName(session, link.getIdentityProvider()));
    }
}
