package cloud.magento.accounts.link.broker;

import java.util.function.Consumer;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.provider.IdentityProviderMapperSyncModeDelegate;
import org.keycloak.events.Details;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What Keycloak does to a user and a session after a sign-in at a provider, for sign-ins that end with us. */
final class BrokeredUser {

    private BrokeredUser() {}

    /** Carries over what the provider said, by the sync modes. Follows IdentityBrokerService.updateFederatedIdentity. */
    static void update(KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        if (context.getIdpConfig().getSyncMode() == IdentityProviderSyncMode.FORCE) {
            carryOver(context.getFirstName(), user.getFirstName(), user::setFirstName);
            carryOver(context.getLastName(), user.getLastName(), user::setLastName);
            if (isTakenByAnother(session, realm, user, context.getEmail())) {
                // Keycloak would run into the unique key and end the login on an internal error.
                context.setEmail(null);
            }
        }
        context.getIdp().updateBrokeredUser(session, realm, user, context);
        session.identityProviders()
                .getMappersByAliasStream(context.getIdpConfig().getAlias())
                .forEach(mapper -> IdentityProviderMapperSyncModeDelegate.delegateUpdateBrokeredUser(
                        session, realm, user, mapper, context, (IdentityProviderMapper)
                                session.getKeycloakSessionFactory()
                                        .getProviderFactory(
                                                IdentityProviderMapper.class, mapper.getIdentityProviderMapper())));
    }

    /** Notes the sign-in at the provider, so that signing out ends it too. Follows finishBrokerAuthentication there. */
    static void finish(
            AuthenticationSessionModel authSession,
            BrokeredIdentityContext context,
            String alias,
            UpstreamIdentity upstream) {
        if (context.getBrokerSessionId() != null) {
            authSession.setAuthNote(AuthenticationProcessor.BROKER_SESSION_ID, context.getBrokerSessionId());
        }
        if (context.getBrokerUserId() != null) {
            authSession.setAuthNote(AuthenticationProcessor.BROKER_USER_ID, context.getBrokerUserId());
        }
        context.getIdp().authenticationFinished(authSession, context);
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, alias);
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER_USERNAME, upstream.username());
    }

    private static void carryOver(String theirs, String ours, Consumer<String> setter) {
        if (theirs != null && !theirs.equals(ours)) {
            setter.accept(UpstreamClaims.clean(theirs));
        }
    }

    private static boolean isTakenByAnother(KeycloakSession session, RealmModel realm, UserModel user, String email) {
        if (email == null || realm.isDuplicateEmailsAllowed()) {
            return false;
        }
        UserModel owner = session.users().getUserByEmail(realm, email);
        return owner != null && !owner.getId().equals(user.getId());
    }
}
