package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Rejects the link of a first login that gives a connected user another way to sign in, although the user proved their
 * identity with the password or an email only. The execution at the end of the first login flow requires the user to
 * finish at the provider they are connected with; this check applies if a flow lacks it. See
 * IdentityBrokerService.afterFirstBrokerLogin.
 */
public final class FirstLoginPrimaryCheck implements ProviderEventListener {

    /** In the Keycloak session: the account whose link Keycloak has removed in this request to write another one. */
    private static final String REPLACED = "magento-link.replaced.";

    private final InstantSource clock;

    /** Creates the check. The clock gives the time of each request. */
    public FirstLoginPrimaryCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Rejects the link of a user who must finish at the provider and did not. Notes the account of a first login that
     * is not rejected.
     *
     * @throws ErrorPageException which shows the reason. The request is rolled back
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityRemovedEvent removed) {
            removed.getKeycloakSession()
                    .setAttribute(REPLACED + removed.getUser().getId(), removed.getFederatedIdentity());
        } else {
            WrittenLink.of(event, clock)
                    .ifPresent(written -> written.login().ifPresent(login -> {
                        check(login, written.link());
                        noteAccount(login.authSession(), written);
                    }));
        }
    }

    private static void check(LoginContext login, FederatedIdentityModel link) {
        if (!FirstLogin.wroteForExistingUser(login.authSession(), link)) {
            return;
        }
        UserContext user = login.subject();
        ParsedSettings parsed = RealmSettings.of(login.realm());
        LinkSettings settings = parsed.readable();
        Optional<FederatedIdentityModel> account = accountBefore(user, link, settings.idpAlias());
        if (account.isEmpty()
                || !PrimaryLoginScope.includesWithout(link, user, settings)
                || isAllowedByOutage(parsed, login.session())) {
            return;
        }
        if (!SignedInAccount.isSignedInWith(login.authSession(), account.get())) {
            reject(login, LinkError.PRIMARY_LOGIN_REQUIRED, "connectMagentoErrorOtherProvider");
        }
        LinkAuthorization.refusalByProviderSignIn(login, settings.maxAuthAge())
                .ifPresent(error -> reject(login, error, error.messageKey()));
    }

    /**
     * The account that the user had connected before this link: a first login through the provider of that account may
     * have replaced it, see IdentityBrokerService.checkOverrideLink.
     */
    private static Optional<FederatedIdentityModel> accountBefore(
            UserContext user, FederatedIdentityModel link, String alias) {
        KeycloakSession session = user.session();
        return Optional.ofNullable(
                        link.getIdentityProvider().equals(alias)
                                ? session.getAttribute(REPLACED + user.user().getId(), FederatedIdentityModel.class)
                                : session.users().getFederatedIdentity(user.realm(), user.user(), alias))
                .filter(account -> account.getIdentityProvider().equals(alias));
    }

    private static boolean isAllowedByOutage(ParsedSettings parsed, KeycloakSession session) {
        return parsed.readable().continuesDuringOutage()
                && ProviderStatus.outage(parsed, session).isPresent();
    }

    private static void reject(LoginContext login, LinkError error, String messageKey) {
        KeycloakSession session = login.session();
        String alias = RealmSettings.idpAlias(login.realm());
        // Keycloak may have removed another link of the user before.
        session.getTransactionManager().setRollbackOnly();
        LinkEvents.writeError(
                LinkEvents.ofLogin(session, login.authSession()).event(EventType.IDENTITY_PROVIDER_LOGIN),
                error,
                Phase.PRIMARY_LOGIN,
                alias);
        throw new ErrorPageException(
                session,
                login.authSession(),
                Response.Status.BAD_REQUEST,
                messageKey,
                ProviderStatus.displayName(session, alias));
    }

    /** Notes the account of the login again: the beginning of the flow has cleared the notes of the session. */
    private static void noteAccount(AuthenticationSessionModel authSession, WrittenLink written) {
        if (FirstLogin.wrote(authSession, written.link()) && written.isActive()) {
            SignedInAccount.note(authSession, written.link());
        }
    }
}
