package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.settings.LinkSettings;
import cloud.magento.accounts.link.user.Exemptions;
import cloud.magento.accounts.link.user.StoredLinks;
import cloud.magento.accounts.link.user.UserFactsReader;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Finishes the sign-in of a connected user who came by another way and went on to the provider. */
public final class PrimarySignIn {

    private PrimarySignIn() {}

    /** Whether a sign-in of this user ends at the provider. */
    public static boolean applies(KeycloakSession session, RealmModel realm, UserModel user, LinkSettings settings) {
        return settings.primaryLogin()
                && UserFactsReader.isLinked(user, settings, session, realm)
                && settings.policy().primaryLoginApplies(Exemptions.cover(user, settings, session, realm));
    }

    /** The same without a link that has just been written. */
    static boolean appliedBefore(
            FederatedIdentityModel link,
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            LinkSettings settings) {
        return settings.primaryLogin()
                && UserFactsReader.isLinked(user, settings, session, realm)
                && settings.policy().primaryLoginApplies(Exemptions.coverWithout(link, user, settings, session, realm));
    }

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
            Proof proof,
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
        BrokeredIdentityContext context = proof.serialized().deserialize(session, authSession);
        keepToken(session, realm, user, link, context.getToken());
        BrokeredUser.update(session, realm, user, context);
        BrokeredUser.finish(session, authSession, context, settings.idpAlias(), proof.identity());
        event.detail(Details.IDENTITY_PROVIDER, settings.idpAlias())
                .detail(Details.IDENTITY_PROVIDER_USERNAME, proof.identity().username());
        cameAs(authSession, link);
        PostLogin.require(session, authSession, proof);
        askForNoPassword(authSession);
        return true;
    }

    private static boolean isOf(Proof proof, FederatedIdentityModel link) {
        return link != null && link.getUserId().equals(proof.identity().id());
    }

    /** Notes that a flow let the user pass, to whom primary login does not apply now. */
    public static void passed(AuthenticationSessionModel authSession, LinkSettings settings) {
        if (settings.primaryLogin()) {
            authSession.setAuthNote(Note.PASSED_PRIMARY, "true");
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
        if (authSession.getAuthNote(Note.PASSED_PRIMARY) == null || !applies(session, realm, user, settings)) {
            return false;
        }
        FederatedIdentityModel link = session.users().getFederatedIdentity(realm, user, settings.idpAlias());
        return link != null && !hasComeAs(authSession, link);
    }

    /** Notes that this login brought the account of this proof, which is connected. */
    public static void cameWith(AuthenticationSessionModel authSession, LinkSettings settings, Proof proof) {
        cameAs(
                authSession,
                new FederatedIdentityModel(
                        settings.idpAlias(),
                        proof.identity().id(),
                        proof.identity().username()));
    }

    /** Notes with which account this login came. */
    static void cameAs(AuthenticationSessionModel authSession, FederatedIdentityModel account) {
        authSession.setAuthNote(Note.CAME_AS, nameOf(account));
    }

    /** Whether this login came with this account. */
    static boolean hasComeAs(AuthenticationSessionModel authSession, FederatedIdentityModel account) {
        return nameOf(account).equals(authSession.getAuthNote(Note.CAME_AS));
    }

    /** An id means something only together with the provider that gave it. */
    private static String nameOf(FederatedIdentityModel account) {
        return account.getIdentityProvider() + '\n' + account.getUserId();
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
