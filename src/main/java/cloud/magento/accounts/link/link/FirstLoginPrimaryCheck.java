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
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Rejects the link of a first login that gives a connected user another way to sign in for the password alone, or for a
 * mail. The execution at the end of the first login flow requires the user to finish at the provider they are connected
 * with; this check applies if a flow lacks it. Keycloak reports the link after it wrote it and before the transaction
 * ends. See IdentityBrokerService.afterFirstBrokerLogin.
 */
public final class FirstLoginPrimaryCheck implements ProviderEventListener {

    /** In the Keycloak session: the account that Keycloak has removed in this request, to write another one. */
    private static final String REPLACED = "magento-link.replaced.";

    private final InstantSource clock;

    public FirstLoginPrimaryCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityRemovedEvent removed) {
            removed.getKeycloakSession()
                    .setAttribute(REPLACED + removed.getUser().getId(), removed.getFederatedIdentity());
        } else if (event instanceof FederatedIdentityCreatedEvent created
                && Requests.isOne(created.getKeycloakSession())) {
            AuthenticationSessionModel login =
                    created.getKeycloakSession().getContext().getAuthenticationSession();
            if (login != null) {
                FederatedIdentityModel link = created.getFederatedIdentity();
                if (FirstLogin.isOfExistingUser(login, link)) {
                    check(
                            new UserContext(created.getKeycloakSession(), created.getRealm(), created.getUser(), clock),
                            login,
                            link);
                }
                noteAccount(created.getRealm(), login, link);
            }
        }
    }

    private static void check(UserContext context, AuthenticationSessionModel login, FederatedIdentityModel link) {
        ParsedSettings parsed = RealmSettings.of(context.realm());
        LinkSettings settings = parsed.readable();
        Optional<FederatedIdentityModel> account = accountBefore(context, link, settings);
        if (account.isEmpty()
                || !PrimaryLoginScope.includesWithout(link, context, settings)
                || isAllowedByOutage(parsed, context.session())) {
            return;
        }
        if (!SignedInAccount.is(login, account.get())) {
            reject(context, login, LinkError.PRIMARY_LOGIN_REQUIRED, "connectMagentoErrorOtherProvider");
        }
        LinkAuthorization.refusalByProviderSignIn(context, login, settings.maxAuthAge())
                .ifPresent(error -> reject(context, login, error, error.messageKey()));
    }

    /**
     * The account that the user had connected before this link: a first login through the provider of that account may
     * have replaced it, see IdentityBrokerService.checkOverrideLink.
     */
    private static Optional<FederatedIdentityModel> accountBefore(
            UserContext context, FederatedIdentityModel link, LinkSettings settings) {
        String alias = settings.idpAlias();
        KeycloakSession session = context.session();
        return Optional.ofNullable(
                        link.getIdentityProvider().equals(alias)
                                ? session.getAttribute(REPLACED + context.user().getId(), FederatedIdentityModel.class)
                                : session.users().getFederatedIdentity(context.realm(), context.user(), alias))
                .filter(account -> account.getIdentityProvider().equals(alias));
    }

    private static boolean isAllowedByOutage(ParsedSettings parsed, KeycloakSession session) {
        return parsed.readable().whenUnavailable() == WhenUnavailable.ALLOW
                && ProviderStatus.outage(parsed, session).isPresent();
    }

    private static void reject(
            UserContext context, AuthenticationSessionModel login, LinkError error, String messageKey) {
        KeycloakSession session = context.session();
        String alias = RealmSettings.of(context.realm()).readable().idpAlias();
        // Keycloak may have removed another link of the user before.
        session.getTransactionManager().setRollbackOnly();
        LinkEvents.error(
                LinkEvents.of(session, login).event(EventType.IDENTITY_PROVIDER_LOGIN),
                error,
                Phase.PRIMARY_LOGIN,
                alias);
        throw new ErrorPageException(
                session, login, Response.Status.BAD_REQUEST, messageKey, ProviderStatus.displayName(session, alias));
    }

    /** Notes the account of the login again: the beginning of the flow has cleared the notes of the session. */
    private static void noteAccount(RealmModel realm, AuthenticationSessionModel login, FederatedIdentityModel link) {
        if (FirstLogin.is(login, link) && RealmSettings.isActive(realm, link.getIdentityProvider())) {
            SignedInAccount.note(login, link);
        }
    }
}
