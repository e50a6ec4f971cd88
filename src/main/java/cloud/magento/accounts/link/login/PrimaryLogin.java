package cloud.magento.accounts.link.login;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.BrokeredUser;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.PostLoginFlow;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import cloud.magento.accounts.link.user.StoredLinks;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Finishes the sign-in of a connected user who came by another way and went on to the provider. */
public final class PrimaryLogin {

    private PrimaryLogin() {}

    /**
     * Finishes if who came back is the account that the user has connected.
     *
     * @return false, and nothing is changed, where it is another account
     */
    public static boolean finish(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            AuthenticationSessionModel authSession,
            PendingIdentity proof,
            LinkSettings settings,
            EventBuilder event) {
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, user, settings.idpAlias());
        if (!isOf(proof, link)) {
            link = StoredLinks.readAndCorrectCache(session, realm, user, settings.idpAlias())
                    .orElse(null);
        }
        if (!isOf(proof, link)) {
            return false;
        }
        BrokeredUser brokered = new BrokeredUser(session, authSession, user, proof);
        keepToken(session, realm, user, link, brokered.token());
        brokered.update();
        brokered.finishSignIn();
        event.detail(Details.IDENTITY_PROVIDER, settings.idpAlias())
                .detail(Details.IDENTITY_PROVIDER_USERNAME, proof.identity().username());
        SignedInAccount.note(authSession, link);
        PostLoginFlow.require(session, authSession, proof);
        askForNoPassword(authSession);
        return true;
    }

    private static boolean isOf(PendingIdentity proof, FederatedIdentityModel link) {
        return link != null && link.getUserId().equals(proof.identity().id());
    }

    /** Notes that a flow let the user pass, to whom primary login does not apply now. */
    public static void passed(AuthenticationSessionModel authSession, LinkSettings settings) {
        if (settings.primaryLogin()) {
            authSession.setAuthNote(AuthNotes.PASSED_PRIMARY, "true");
        }
    }

    /**
     * Whether primary login applies by now to a login whose flow let the user pass: the account was connected
     * meanwhile, and not by this login.
     */
    public static boolean isMissing(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            AuthenticationSessionModel authSession,
            LinkSettings settings) {
        if (authSession.getAuthNote(AuthNotes.PASSED_PRIMARY) == null
                || !PrimaryLoginScope.includes(session, realm, user, settings)) {
            return false;
        }
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, user, settings.idpAlias());
        return link != null && !SignedInAccount.is(authSession, link);
    }

    /**
     * Keeps the newest token where the provider's tokens are stored; elsewhere there is none. Follows
     * IdentityBrokerService.updateToken: a token that can be refreshed is not given up for one that cannot.
     */
    private static void keepToken(
            KeycloakSession session, RealmModel realm, UserModel user, FederatedIdentityModel link, String token) {
        if (token != null && (canBeRefreshed(token) || !canBeRefreshed(String.valueOf(link.getToken())))) {
            link.setToken(token);
            session.users().updateFederatedIdentity(realm, user, link);
        }
    }

    private static boolean canBeRefreshed(String token) {
        return token.contains("\"refresh_token\"");
    }

    /**
     * Whoever forgot the password and proved to be the owner needs no new one: it would open nothing. ResetPassword put
     * the action on this session alone.
     */
    private static void askForNoPassword(AuthenticationSessionModel authSession) {
        if (LoginActionsService.RESET_CREDENTIALS_PATH.equals(
                authSession.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))) {
            authSession.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
        }
    }
}
