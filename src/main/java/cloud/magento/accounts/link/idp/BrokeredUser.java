package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.LoginContext;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.provider.IdentityProviderMapperSyncModeDelegate;
import org.keycloak.events.Details;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.storage.ReadOnlyException;

/** Updates a user and a login after a sign-in at the provider, as Keycloak does after a sign-in by its own button. */
public final class BrokeredUser {

    private static final Logger LOG = Logger.getLogger(BrokeredUser.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AuthenticationSessionModel authSession;
    private final UserModel user;
    private final UpstreamIdentity upstream;
    private final BrokeredIdentityContext context;

    /** Prepares the update of the user of this login with the identity that returned. */
    public BrokeredUser(LoginContext login, PendingIdentity pending) {
        this.session = login.session();
        this.realm = login.realm();
        this.authSession = login.authSession();
        this.user = login.user();
        this.upstream = pending.identity();
        this.context = pending.serialized().deserialize(session, authSession);
    }

    /** The token of the provider; empty if the provider's tokens are not stored. */
    public Optional<String> token() {
        return Optional.ofNullable(context.getToken());
    }

    /**
     * Updates the user with the claims of the provider, by the sync modes. Follows
     * IdentityBrokerService.updateFederatedIdentity.
     */
    public void update() {
        if (StorableClaims.isUpdateForced(context)) {
            StorableClaims.limit(session, realm, user, context);
            writeIfPossible(() -> copy(context.getFirstName(), user.getFirstName(), user::setFirstName));
            writeIfPossible(() -> copy(context.getLastName(), user.getLastName(), user::setLastName));
        }
        writeIfPossible(() -> provider().updateBrokeredUser(session, realm, user, context));
        session.identityProviders()
                .getMappersByAliasStream(alias())
                .forEach(mapper ->
                        writeIfPossible(() -> IdentityProviderMapperSyncModeDelegate.delegateUpdateBrokeredUser(
                                session, realm, user, mapper, context, (IdentityProviderMapper)
                                        session.getKeycloakSessionFactory()
                                                .getProviderFactory(
                                                        IdentityProviderMapper.class,
                                                        mapper.getIdentityProviderMapper()))));
    }

    private static void copy(String upstreamValue, String ownValue, Consumer<String> setter) {
        if (upstreamValue != null && !upstreamValue.equals(ownValue)) {
            setter.accept(upstreamValue);
        }
    }

    /** A read-only user store, such as LDAP with edit mode READ_ONLY, must not end the login. */
    private void writeIfPossible(Runnable write) {
        try {
            write.run();
        } catch (ReadOnlyException e) {
            LOG.warnf(
                    "User %s: the user's store is read-only and does not accept the provider's claims: %s",
                    user.getId(), e.getMessage());
        }
    }

    /**
     * Notes in the login that an account was linked. If another provider signed the user in, the notes of that provider
     * stay: its logout, also by back channel, and its tokens are found by them. Follows
     * IdentityBrokerService.performAccountLinking, which keeps the name of the other provider only.
     */
    public void finishLinking() {
        Optional<String> signedInBy = signedInBy();
        if (signedInBy.isEmpty()) {
            finishSignIn();
        } else if (signedInBy.get().equals(alias())) {
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
     * Notes the sign-in at the provider in the login, so that a logout also ends the provider's session. Follows
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
     * The provider of this context. The context's own getIdp() would be shorter, but its return type changed between
     * 26.4 and 26.5: compiled against either, it does not link on the other.
     */
    private AbstractIdentityProvider<?> provider() {
        IdentityProviderModel model = context.getIdpConfig();
        return (AbstractIdentityProvider<?>) ProviderInstances.create(session, model)
                .orElseThrow(() -> new IllegalStateException("No factory of provider " + model.getProviderId()));
    }
}
