package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.config.WhenUnavailable;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
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
public final class FirstLoginPrimaryCheck implements ProviderEventListener {

    /** In the Keycloak session: the account that Keycloak has taken away within this request, to write another one. */
    private static final String REPLACED = "magento-link.replaced.";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityRemovedEvent removed) {
            removed.getKeycloakSession()
                    .setAttribute(REPLACED + removed.getUser().getId(), removed.getFederatedIdentity());
        } else if (event instanceof FederatedIdentityCreatedEvent created
                && Requests.isOne(created.getKeycloakSession())) {
            check(created.getKeycloakSession(), created.getRealm(), created.getUser(), created.getFederatedIdentity());
            noteAccount(created.getKeycloakSession(), created.getRealm(), created.getFederatedIdentity());
        }
    }

    private static void check(KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login == null || !FirstLogin.isOfExistingUser(login, link)) {
            return;
        }
        ParsedSettings parsed = RealmSettings.of(realm);
        LinkSettings settings = parsed.readable();
        Optional<FederatedIdentityModel> account = accountBefore(session, realm, user, link, settings);
        if (account.filter(before -> !SignedInAccount.is(login, before)).isPresent()
                && PrimaryLoginScope.includesWithout(link, user, settings, session, realm)
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
                    ProviderStatus.displayName(session, settings.idpAlias()));
        }
    }

    /** The login came with this account, which the beginning of the flow has made the session forget. */
    private static void noteAccount(KeycloakSession session, RealmModel realm, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login != null && FirstLogin.is(login, link) && RealmSettings.guard(realm, link.getIdentityProvider())) {
            SignedInAccount.note(login, link);
        }
    }

    /**
     * The account that the user had connected before this link: a first login through the provider of that account may
     * have replaced it, see IdentityBrokerService.checkOverrideLink.
     */
    private static Optional<FederatedIdentityModel> accountBefore(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            FederatedIdentityModel link,
            LinkSettings settings) {
        String alias = settings.idpAlias();
        return Optional.ofNullable(
                        link.getIdentityProvider().equals(alias)
                                ? session.getAttribute(REPLACED + user.getId(), FederatedIdentityModel.class)
                                : session.users().getFederatedIdentity(realm, user, alias))
                .filter(account -> account.getIdentityProvider().equals(alias));
    }

    private static boolean isPassedOver(ParsedSettings parsed, KeycloakSession session, RealmModel realm) {
        return parsed.readable().whenUnavailable() == WhenUnavailable.ALLOW
                && ProviderStatus.outage(parsed, session, realm).isPresent();
    }
}
