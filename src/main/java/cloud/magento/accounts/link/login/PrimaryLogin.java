package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.BrokeredUser;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.StoredLinks;
import cloud.magento.accounts.link.user.UserFactsReader;
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

    /** Whether this user must finish each sign-in at the provider. */
    public boolean isRequired() {
        return PrimaryLoginScope.includes(login.subject(), settings);
    }

    /** Stores in the session that primary login does not apply to the user at this point of the login. */
    public void noteExcluded() {
        login.authSession().setAuthNote(AuthNotes.PASSED_PRIMARY, "true");
    }

    /**
     * Stores the same for a user who is not connected, if the authenticator has not: some flows lack it, such as the
     * registration flow.
     */
    public void noteIfNotConnected() {
        if (login.authSession().getAuthNote(AuthNotes.PASSED_PRIMARY) == null
                && !UserFactsReader.isLinked(login.subject(), settings)) {
            noteExcluded();
        }
    }

    /**
     * Whether primary login applies now, although it did not apply earlier in this login: another login connected the
     * account in the meantime.
     */
    public boolean isMissing() {
        if (login.authSession().getAuthNote(AuthNotes.PASSED_PRIMARY) == null || !isRequired()) {
            return false;
        }
        Optional<FederatedIdentityModel> link = cachedLink();
        return link.isPresent() && !SignedInAccount.isSignedInWith(login.authSession(), link.get());
    }

    /**
     * Finishes the sign-in if the user returned from the provider with the connected account.
     *
     * @param event the event of the login
     * @return whether the sign-in is finished; if not, nothing has changed
     */
    public boolean finish(PendingIdentity pending, EventBuilder event) {
        Optional<FederatedIdentityModel> link = cachedLink()
                .filter(cached -> isOf(pending, cached))
                .or(() -> StoredLinks.readAndCorrectCache(login.subject(), settings.idpAlias())
                        .filter(stored -> isOf(pending, stored)));
        link.ifPresent(connected -> finishWith(connected, pending, event));
        return link.isPresent();
    }

    private Optional<FederatedIdentityModel> cachedLink() {
        return Optional.ofNullable(
                login.session().users().getFederatedIdentity(login.realm(), login.user(), settings.idpAlias()));
    }

    private static boolean isOf(PendingIdentity pending, FederatedIdentityModel link) {
        return link.getUserId().equals(pending.identity().id());
    }

    private void finishWith(FederatedIdentityModel link, PendingIdentity pending, EventBuilder event) {
        BrokeredUser brokered = new BrokeredUser(login, pending);
        storeToken(link, brokered.token());
        brokered.update();
        brokered.finishSignIn();
        event.detail(Details.IDENTITY_PROVIDER, settings.idpAlias())
                .detail(Details.IDENTITY_PROVIDER_USERNAME, pending.identity().username());
        SignedInAccount.note(login.authSession(), link);
        PostLoginFlow.require(login.session(), login.authSession(), pending);
        skipNewPassword();
    }

    /**
     * Stores the new token. There is none if the provider's tokens are not stored. Follows
     * IdentityBrokerService.updateToken: a token that can be refreshed is not replaced by one that cannot.
     */
    private void storeToken(FederatedIdentityModel link, String token) {
        if (token != null && (canBeRefreshed(token) || !canBeRefreshed(String.valueOf(link.getToken())))) {
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
