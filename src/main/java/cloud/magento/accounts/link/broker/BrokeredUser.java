package cloud.magento.accounts.link.broker;

import cloud.magento.accounts.link.settings.RealmSettings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityProvider;
import org.keycloak.broker.provider.IdentityProviderFactory;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.provider.IdentityProviderMapperSyncModeDelegate;
import org.keycloak.broker.social.SocialIdentityProvider;
import org.keycloak.events.Details;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.storage.ReadOnlyException;

/** What Keycloak does to a user and a session after a sign-in at a provider, for sign-ins that end with us. */
final class BrokeredUser {

    private static final Logger LOG = Logger.getLogger(BrokeredUser.class);

    private BrokeredUser() {}

    /**
     * Carries over what the provider said, by the sync modes. Follows IdentityBrokerService.updateFederatedIdentity.
     */
    static void update(KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        if (isForced(context)) {
            fit(session, realm, user, context);
            asFarAsTaken(user, () -> carryOver(context.getFirstName(), user.getFirstName(), user::setFirstName));
            asFarAsTaken(user, () -> carryOver(context.getLastName(), user.getLastName(), user::setLastName));
        }
        asFarAsTaken(user, () -> provider(session, context).updateBrokeredUser(session, realm, user, context));
        session.identityProviders()
                .getMappersByAliasStream(context.getIdpConfig().getAlias())
                .forEach(mapper -> asFarAsTaken(
                        user,
                        () -> IdentityProviderMapperSyncModeDelegate.delegateUpdateBrokeredUser(
                                session, realm, user, mapper, context, (IdentityProviderMapper)
                                        session.getKeycloakSessionFactory()
                                                .getProviderFactory(
                                                        IdentityProviderMapper.class,
                                                        mapper.getIdentityProviderMapper()))));
    }

    /** The same limits where a connected user comes by Keycloak's own button, and Keycloak carries over by itself. */
    static void fit(KeycloakSession session, RealmModel realm, BrokeredIdentityContext context) {
        String alias = context.getIdpConfig().getAlias();
        if (isForced(context) && RealmSettings.guard(realm, alias)) {
            UserModel user = session.users()
                    .getUserByFederatedIdentity(
                            realm, new FederatedIdentityModel(alias, context.getId(), context.getUsername()));
            if (user != null) {
                fit(session, realm, user, context);
            }
        }
    }

    /**
     * Takes away what Keycloak could not store: it would run into the unique key of addresses or the width of its
     * columns, and end on an internal error.
     */
    private static void fit(
            KeycloakSession session, RealmModel realm, UserModel user, BrokeredIdentityContext context) {
        context.setUsername(cleaned(context.getUsername()));
        context.setFirstName(cleaned(context.getFirstName()));
        context.setLastName(cleaned(context.getLastName()));
        String email = context.getEmail();
        if (email != null
                && (!email.equals(UpstreamClaims.clean(email)) || isTakenByAnother(session, realm, user, email))) {
            LOG.warnf("User %s: keeps the address, since the one of the provider cannot be had", user.getId());
            context.setEmail(null);
        }
    }

    private static String cleaned(String text) {
        return text == null ? null : UpstreamClaims.clean(text);
    }

    private static boolean isForced(BrokeredIdentityContext context) {
        return context.getIdpConfig().getSyncMode() == IdentityProviderSyncMode.FORCE;
    }

    /** A store of somebody else's that takes nothing, as LDAP with edit mode READ_ONLY, must not end the login. */
    private static void asFarAsTaken(UserModel user, Runnable write) {
        try {
            write.run();
        } catch (ReadOnlyException e) {
            LOG.warnf(
                    "User %s: the user's store did not take what the provider said: %s", user.getId(), e.getMessage());
        }
    }

    /**
     * Notes in the session that an account was linked. A session that another provider signed in stays that provider's:
     * its logout, also by back channel, and its tokens are found by these notes. Follows performAccountLinking there,
     * which spares the name of the provider alone.
     */
    static void finishLinking(
            KeycloakSession session,
            AuthenticationSessionModel authSession,
            BrokeredIdentityContext context,
            String alias,
            UpstreamIdentity upstream) {
        Optional<String> owner = providerOf(session, authSession);
        if (owner.isEmpty()) {
            finish(session, authSession, context, alias, upstream);
        } else if (owner.get().equals(alias)) {
            provider(session, context).authenticationFinished(authSession, context);
        }
    }

    /** The provider that signed the user in, in this login or in the user session that it joins; empty: none did. */
    private static Optional<String> providerOf(KeycloakSession session, AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER))
                .or(() -> Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                        .map(userSession -> userSession.getNote(Details.IDENTITY_PROVIDER)));
    }

    /** Notes the sign-in at the provider, so that signing out ends it too. Follows finishBrokerAuthentication there. */
    static void finish(
            KeycloakSession session,
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
        provider(session, context).authenticationFinished(authSession, context);
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, alias);
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER_USERNAME, upstream.username());
    }

    /**
     * The provider of this context. BrokeredIdentityContext.getIdp() would be shorter, but its return type changed
     * between 26.4 and 26.5: compiled against either it does not link on the other.
     */
    private static AbstractIdentityProvider<?> provider(KeycloakSession session, BrokeredIdentityContext context) {
        IdentityProviderModel model = context.getIdpConfig();
        return Stream.of(IdentityProvider.class, SocialIdentityProvider.class)
                .flatMap(session.getKeycloakSessionFactory()::getProviderFactoriesStream)
                .filter(factory -> factory.getId().equals(model.getProviderId()))
                .map(factory ->
                        (AbstractIdentityProvider<?>) ((IdentityProviderFactory<?>) factory).create(session, model))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No factory of provider " + model.getProviderId()));
    }

    private static void carryOver(String theirs, String ours, Consumer<String> setter) {
        if (theirs != null && !theirs.equals(ours)) {
            setter.accept(theirs);
        }
    }

    private static boolean isTakenByAnother(KeycloakSession session, RealmModel realm, UserModel user, String email) {
        if (realm.isDuplicateEmailsAllowed()) {
            return false;
        }
        UserModel owner = session.users().getUserByEmail(realm, email);
        return owner != null && !owner.getId().equals(user.getId());
    }
}
