package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.support.LoginContext;
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

/** Updates a user and a login after a sign-in at the provider that ends here, as Keycloak does after one of its own. */
public final class BrokeredUser {

    private static final Logger LOG = Logger.getLogger(BrokeredUser.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AuthenticationSessionModel authSession;
    private final UserModel user;
    private final UpstreamIdentity upstream;
    private final BrokeredIdentityContext context;

    public BrokeredUser(LoginContext login, PendingIdentity pending) {
        this.session = login.session();
        this.realm = login.realm();
        this.authSession = login.authSession();
        this.user = login.user();
        this.upstream = pending.identity();
        this.context = pending.serialized().deserialize(session, authSession);
    }

    /** The token of the provider, if the provider's tokens are stored; else null. */
    public String token() {
        return context.getToken();
    }

    /**
     * Updates the user with the claims of the provider, by the sync modes. Follows
     * IdentityBrokerService.updateFederatedIdentity.
     */
    public void update() {
        if (isForced(context)) {
            fit(session, realm, user, context);
            asFarAsTaken(() -> carryOver(context.getFirstName(), user.getFirstName(), user::setFirstName));
            asFarAsTaken(() -> carryOver(context.getLastName(), user.getLastName(), user::setLastName));
        }
        asFarAsTaken(() -> provider().updateBrokeredUser(session, realm, user, context));
        session.identityProviders()
                .getMappersByAliasStream(context.getIdpConfig().getAlias())
                .forEach(mapper -> asFarAsTaken(() -> IdentityProviderMapperSyncModeDelegate.delegateUpdateBrokeredUser(
                        session, realm, user, mapper, context, (IdentityProviderMapper)
                                session.getKeycloakSessionFactory()
                                        .getProviderFactory(
                                                IdentityProviderMapper.class, mapper.getIdentityProviderMapper()))));
    }

    /** The same limits where a connected user comes by Keycloak's own button, and Keycloak carries over by itself. */
    static void fit(KeycloakSession session, RealmModel realm, BrokeredIdentityContext context) {
        String alias = context.getIdpConfig().getAlias();
        if (isForced(context) && RealmSettings.isActive(realm, alias)) {
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
    private void asFarAsTaken(Runnable write) {
        try {
            write.run();
        } catch (ReadOnlyException e) {
            LOG.warnf(
                    "User %s: the user's store did not take what the provider said: %s", user.getId(), e.getMessage());
        }
    }

    /**
     * Notes in the login that an account was linked. If another provider signed the session in, its notes stay: its
     * logout, also by back channel, and its tokens are found by them. Follows
     * IdentityBrokerService.performAccountLinking, which keeps the name of the other provider only.
     */
    public void finishLinking() {
        Optional<String> owner = signedInBy();
        if (owner.isEmpty()) {
            finishSignIn();
        } else if (owner.get().equals(alias())) {
            provider().authenticationFinished(authSession, context);
        }
    }

    /** The provider that signed the user in, in this login or in the user session that it joins; empty: none. */
    private Optional<String> signedInBy() {
        return Optional.ofNullable(authSession.getUserSessionNotes().get(Details.IDENTITY_PROVIDER))
                .or(() -> Optional.ofNullable(new AuthenticationSessionManager(session).getUserSession(authSession))
                        .map(userSession -> userSession.getNote(Details.IDENTITY_PROVIDER)));
    }

    /**
     * Notes the sign-in at the provider in the login, so that a logout ends it, too. Follows
     * IdentityBrokerService.finishBrokerAuthentication.
     */
    public void finishSignIn() {
        if (context.getBrokerSessionId() != null) {
            authSession.setAuthNote(AuthenticationProcessor.BROKER_SESSION_ID, context.getBrokerSessionId());
        }
        if (context.getBrokerUserId() != null) {
            authSession.setAuthNote(AuthenticationProcessor.BROKER_USER_ID, context.getBrokerUserId());
        }
        provider().authenticationFinished(authSession, context);
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER, alias());
        authSession.setUserSessionNote(Details.IDENTITY_PROVIDER_USERNAME, upstream.username());
    }

    private String alias() {
        return context.getIdpConfig().getAlias();
    }

    /**
     * The provider of this context. BrokeredIdentityContext.getIdp() would be shorter, but its return type changed
     * between 26.4 and 26.5: compiled against either it does not link on the other.
     */
    private AbstractIdentityProvider<?> provider() {
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
