package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.broker.provider.AbstractIdentityProviderMapper;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.broker.provider.IdentityProviderMapper;
import org.keycloak.broker.provider.IdpLinkAction;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.IdentityProviderMapperModel;
import org.keycloak.models.IdentityProviderSyncMode;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.IdentityBrokerService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Stops the callback of the provider before Keycloak looks up or writes anything, stores the identity that returned,
 * and redirects to the page that asks the user to confirm. IdentityBrokerService.authenticated calls the mappers of the
 * provider first. An exception that carries a response ends it there.
 */
public final class LinkGuard extends AbstractIdentityProviderMapper {

    /** The name of this mapper in realm files and in the admin REST API. */
    static final String PROVIDER_ID = "magento-link-guard";

    @Override
    public void preprocessFederatedIdentity(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapperModel,
            BrokeredIdentityContext context) {
        AuthenticationSessionModel authSession = context.getAuthenticationSession();
        if (authSession == null) {
            // Token exchange: no user can confirm, and nothing is linked to an existing user.
            return;
        }
        if (ProviderRoundTrip.isAway(authSession)) {
            FailedCallback.markHandled(session);
            runLaterMappers(session, realm, mapperModel, context);
            throw new WebApplicationException(returnToWaiting(session, authSession, context));
        }
        if (authSession.getAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER) != null
                && RealmSettings.isActive(realm, context.getIdpConfig().getAlias())) {
            runLaterMappers(session, realm, mapperModel, context);
            throw new WebApplicationException(takeOverLinking(session, realm, authSession, context));
        }
        if (RealmSettings.of(realm).readable().emailPolicy() == EmailPolicy.REQUIRE) {
            // The mappers can change the account. Keycloak calls them again afterwards.
            runLaterMappers(session, realm, mapperModel, context);
            ClaimedAddress.of(context).noteIn(authSession);
        }
        noteCallback(realm, authSession, context);
        SignedInAccount.note(
                authSession,
                new FederatedIdentityModel(context.getIdpConfig().getAlias(), context.getId(), context.getUsername()));
        StorableClaims.limit(session, realm, context);
    }

    /**
     * Calls the mappers that Keycloak would call after this one. They can change the identity, for example its id.
     * Their order is Keycloak's, and without this mapper all of them would be called. See
     * IdentityBrokerService.authenticated.
     */
    private static void runLaterMappers(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel guard,
            BrokeredIdentityContext context) {
        session.identityProviders()
                .getMappersByAliasStream(context.getIdpConfig().getAlias())
                .dropWhile(mapper -> !mapper.getId().equals(guard.getId()))
                .skip(1)
                .forEach(mapper -> ((IdentityProviderMapper) session.getKeycloakSessionFactory()
                                .getProviderFactory(IdentityProviderMapper.class, mapper.getIdentityProviderMapper()))
                        .preprocessFederatedIdentity(session, realm, mapper, context));
    }

    /** Ends our own round trip: stores the identity in the waiting session and returns to it. */
    private static Response returnToWaiting(
            KeycloakSession session, AuthenticationSessionModel away, BrokeredIdentityContext context) {
        Optional<AuthenticationSessionModel> found = ProviderRoundTrip.waitingFor(away);
        if (found.isEmpty()) {
            return ProviderRoundTrip.senderOf(away)
                    .map(sender -> ProviderRoundTrip.back(
                            session,
                            sender,
                            UserMessage.reportSignInError(session, sender, LinkError.SIGN_IN_FAILED)
                                    .withKey(UserMessage.EXPIRED)))
                    .orElseGet(() -> ProviderRoundTrip.startOver(session, away));
        }
        AuthenticationSessionModel waiting = found.get();
        return PendingIdentity.store(
                        waiting, ProviderRoundTrip.userIdOf(away), context, KeycloakClock.INSTANCE.instant())
                ? ProviderRoundTrip.back(session, waiting)
                : ProviderRoundTrip.back(
                        session, waiting, UserMessage.reportSignInError(session, waiting, LinkError.SIGN_IN_FAILED));
    }

    /**
     * Takes over Keycloak's own linking, which the account console or an app started. Our page asks the user to confirm
     * before anything is written.
     */
    private static Response takeOverLinking(
            KeycloakSession session,
            RealmModel realm,
            AuthenticationSessionModel authSession,
            BrokeredIdentityContext context) {
        authSession.removeAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER);
        boolean byAction =
                Boolean.parseBoolean(authSession.getAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER));
        authSession.removeAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER);
        (byAction ? LinkingStart.IDP_LINK_ACTION : LinkingStart.LEGACY_URL).noteIn(authSession);
        authSession.addRequiredAction(RealmSettings.ACTION_ID);
        if (!PendingIdentity.store(
                authSession, authSession.getAuthenticatedUser().getId(), context, KeycloakClock.INSTANCE.instant())) {
            UserMessage.reportSignInError(session, authSession, LinkError.SIGN_IN_FAILED)
                    .noteIn(authSession);
        }
        return AuthenticationManager.redirectToRequiredActions(
                session, realm, authSession, session.getContext().getUri(), RealmSettings.ACTION_ID);
    }

    /** Notes when the provider called back and signed the user in. A later callback does not make this more recent. */
    private static void noteCallback(
            RealmModel realm, AuthenticationSessionModel authSession, BrokeredIdentityContext context) {
        if (!RealmSettings.isActive(realm, context.getIdpConfig().getAlias())) {
            return;
        }
        Instant now = KeycloakClock.INSTANCE.instant();
        FirstLogin.noteCallback(authSession, now);
        SignIn.discardFactors(authSession);
        UpstreamClaims.authTime(context, now).ifPresent(time -> SignIn.noteAtProvider(authSession, time));
    }

    @Override
    public boolean supportsSyncMode(IdentityProviderSyncMode syncMode) {
        return true;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String[] getCompatibleProviders() {
        return new String[] {ANY_PROVIDER};
    }

    @Override
    public String getDisplayCategory() {
        return "Magento link";
    }

    @Override
    public String getDisplayType() {
        return "Magento link guard";
    }

    @Override
    public String getHelpText() {
        return "Asks the user to confirm before an account of this provider is connected. Needed by the required action"
                + " \"Connect with Magento.com\".";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(SwitchPrompt.property());
    }
}
