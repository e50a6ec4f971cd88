package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.BrokeredUser;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.metrics.LinkMetrics;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.AfterCompletion;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.ConnectedAccount;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.StoredLinks;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;

/** Primary login: connected users finish each sign-in at the provider. */
public final class PrimaryLogin {

    /** The id of the execution that a flow needs for primary login. */
    public static final String AUTHENTICATOR_ID = "magento-link-authenticator";

    private final LoginContext login;
    private final LinkSettings settings;

    /** Creates the primary login of the user of a login. */
    public PrimaryLogin(LoginContext login, LinkSettings settings) {
        this.login = login;
        this.settings = settings;
    }

    /**
     * Whether this user must finish this sign-in at the provider. Logins to exempt clients need not, except if they
     * change how the user signs in to all clients: a first login adds another way, and a request to connect can replace
     * the account.
     */
    public boolean isRequired() {
        return (isFirstLogin()
                        || ActionRequest.of(login.authSession()) == ActionRequest.SELF_SERVICE
                        || !ExemptClientSession.isExemptClient(login.authSession(), settings.stages()))
                && PrimaryLoginScope.includes(login.subject(), settings);
    }

    private boolean isFirstLogin() {
        return LoginActionsService.FIRST_BROKER_LOGIN_PATH.equals(
                login.authSession().getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH));
    }

    /**
     * Finishes the sign-in if the user returned from the provider with the connected account.
     *
     * @param event the event of the login
     * @return whether the sign-in is finished; if not, nothing has changed
     */
    public boolean finish(PendingIdentity pending, EventBuilder event) {
        Optional<FederatedIdentityModel> link = ConnectedAccount.linkOf(login.subject(), settings)
                .filter(cached -> isOf(pending, cached))
                .or(() -> StoredLinks.readAndCorrectCache(login.subject(), settings.idpAlias())
                        .filter(stored -> isOf(pending, stored)));
        link.ifPresent(connected -> finishWith(connected, pending, event));
        return link.isPresent();
    }

    private static boolean isOf(PendingIdentity pending, FederatedIdentityModel link) {
        return link.getUserId().equals(pending.identity().id());
    }

    private void finishWith(FederatedIdentityModel link, PendingIdentity pending, EventBuilder event) {
        BrokeredUser brokered = new BrokeredUser(login, pending);
        brokered.token().ifPresent(token -> storeToken(link, token));
        brokered.update();
        brokered.finishSignIn();
        event.detail(Details.IDENTITY_PROVIDER, settings.idpAlias())
                .detail(Details.IDENTITY_PROVIDER_USERNAME, pending.identity().username());
        SignedInAccount.note(login.authSession(), link);
        PostLoginFlow.require(login.session(), login.authSession(), pending);
        skipNewPassword();
        AfterCompletion.ifCommitted(
                login.session(),
                () -> LinkMetrics.countPrimaryLogin(login.realm().getName()));
    }

    /**
     * Stores the new token. Follows IdentityBrokerService.updateToken: a token that can be refreshed is not replaced by
     * one that cannot.
     */
    private void storeToken(FederatedIdentityModel link, String token) {
        if (canBeRefreshed(token) || !canBeRefreshed(String.valueOf(link.getToken()))) {
            link.setToken(token);
            login.session().users().updateFederatedIdentity(login.realm(), login.user(), link);
        }
    }

    private static boolean canBeRefreshed(String token) {
        return token.contains("\"refresh_token\"");
    }

    /**
     * A user who forgot the password and signed in at the provider needs no new password: it would not sign them in.
     * ResetPassword put the action on this session only.
     */
    private void skipNewPassword() {
        if (LoginActionsService.RESET_CREDENTIALS_PATH.equals(
                login.authSession().getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))) {
            login.authSession().removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        }
    }
}
