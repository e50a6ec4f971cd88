package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.policy.LinkError;
import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.settings.ParsedSettings;
import cloud.magento.accounts.link.settings.RealmSettings;
import cloud.magento.accounts.link.settings.WhenUnavailable;
import cloud.magento.accounts.link.user.Exemptions;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
import org.keycloak.authentication.authenticators.broker.IdpConfirmOverrideLinkAuthenticator;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keeps a first login through a provider from giving a connected user another way to sign in for the password alone, or
 * for a mail. The execution at the end of the first login flow has the user finish at the provider they are connected
 * with. This check holds if a flow lacks it: Keycloak reports the link after it wrote it and before the transaction
 * ends. See IdentityBrokerService.afterFirstBrokerLogin.
 */
public final class FirstLoginCheck implements ProviderEventListener {

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created && Requests.isOne(created.getKeycloakSession())) {
            check(created.getKeycloakSession(), created.getRealm(), created.getUser(), created.getFederatedIdentity());
        }
    }

    private static void check(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login == null || !isFirstLoginOfExistingUser(login, link)) {
            return;
        }
        ParsedSettings parsed = RealmSettings.of(realm);
        LinkSettings settings = parsed.readable();
        if (isPrimary(session, realm, user, login, link, settings)
                && !PrimarySignIn.isDone(session, realm, user, login, settings)
                && !isPassedOver(parsed, session, realm)) {
            // Nothing half done: Keycloak may have taken another link of the user away before.
            session.getTransactionManager().setRollbackOnly();
            LinkEvents.error(
                    LinkEvents.of(session, login),
                    EventType.IDENTITY_PROVIDER_LOGIN,
                    LinkError.PRIMARY_LOGIN_REQUIRED,
                    LinkEvents.Phase.PRIMARY_LOGIN,
                    settings.idpAlias());
            throw new ErrorPageException(
                    session,
                    login,
                    Response.Status.BAD_REQUEST,
                    "connectMagentoErrorOtherProvider",
                    ProviderState.displayName(session, settings.idpAlias()));
        }
    }

    private static boolean isFirstLoginOfExistingUser(AuthenticationSessionModel login, FederatedIdentityModel link) {
        return link.getIdentityProvider().equals(login.getAuthNote(AbstractIdpAuthenticator.FIRST_BROKER_LOGIN_SUCCESS))
                && !Boolean.parseBoolean(login.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
    }

    /** With the provider that users connect itself, the flow may have replaced an account that was connected. */
    private static boolean isPrimary(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            AuthenticationSessionModel login,
            FederatedIdentityModel link,
            LinkSettings settings) {
        if (!link.getIdentityProvider().equals(settings.idpAlias())) {
            return PrimarySignIn.applies(session, realm, user, settings);
        }
        return Boolean.parseBoolean(login.getAuthNote(IdpConfirmOverrideLinkAuthenticator.OVERRIDE_LINK))
                && settings.primaryLogin()
                && settings.policy().primaryLoginApplies(Exemptions.cover(user, settings, session, realm));
    }

    private static boolean isPassedOver(ParsedSettings parsed, KeycloakSession session, RealmModel realm) {
        return parsed.readable().whenUnavailable() == WhenUnavailable.ALLOW
                && ProviderState.outage(parsed, session, realm).isPresent();
    }
}
