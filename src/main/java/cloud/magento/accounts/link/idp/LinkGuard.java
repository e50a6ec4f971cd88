package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.LinkingStart;
import cloud.magento.accounts.link.session.SignedInAccount;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.KeycloakClock;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.authenticators.broker.AbstractIdpAuthenticator;
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
 * Stops the callback of the provider before Keycloak looks up or writes anything, keeps who came back, and hands over
 * to the page that asks. IdentityBrokerService.authenticated runs the mappers of the provider first of all; an
 * exception that carries a response ends it there.
 */
public final class LinkGuard extends AbstractIdentityProviderMapper {

    /** How realm files and the admin REST API name this mapper. */
    public static final String PROVIDER_ID = "magento-link-guard";

    @Override
    public void preprocessFederatedIdentity(
            KeycloakSession session,
            RealmModel realm,
            IdentityProviderMapperModel mapperModel,
            BrokeredIdentityContext context) {
        AuthenticationSessionModel here = context.getAuthenticationSession();
        if (here == null) {
            // Token exchange: nobody is there to confirm, and nothing is linked to an existing user.
            return;
        }
        if (ProviderRoundTrip.isAway(here)) {
            FailedCallback.heard(session);
            runOthers(session, realm, mapperModel, context);
            throw new WebApplicationException(handOver(session, here, context));
        }
        if (here.getAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER) != null
                && RealmSettings.isActive(realm, context.getIdpConfig().getAlias())) {
            runOthers(session, realm, mapperModel, context);
            throw new WebApplicationException(takeOver(session, realm, here, context));
        }
        if (RealmSettings.of(realm).readable().emailPolicy() == EmailPolicy.REQUIRE) {
            // The account is the one that the mappers make of it; Keycloak asks them once more.
            runOthers(session, realm, mapperModel, context);
            ClaimedAddress.of(context).noteIn(here);
        }
        noteCallback(realm, here, context);
        SignedInAccount.note(
                here,
                new FederatedIdentityModel(context.getIdpConfig().getAlias(), context.getId(), context.getUsername()));
        BrokeredUser.fit(session, realm, context);
    }

    /** A second callback during a first login does not make that login more recent. */
    private static void noteCallback(
            RealmModel realm, AuthenticationSessionModel here, BrokeredIdentityContext context) {
        if (!RealmSettings.isActive(realm, context.getIdpConfig().getAlias())) {
            return;
        }
        if (here.getAuthNote(AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE) == null) {
            here.setClientNote(
                    AuthNotes.CALLED_BACK,
                    Long.toString(KeycloakClock.INSTANCE.instant().toEpochMilli()));
        }
        UpstreamClaims.authTime(context, KeycloakClock.INSTANCE.instant())
                .ifPresent(time -> here.setAuthNote(AuthNotes.PROVIDER_SIGNED_IN, Long.toString(time.toEpochMilli())));
    }

    /**
     * Lets the mappers that come after this one have their say first, such as on the id of the account: Keycloak asks
     * them in an order of its own, and would have asked all. See IdentityBrokerService.authenticated.
     */
    private static void runOthers(
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

    /**
     * Removes what only a first login needs. Call this at the end of every login: apps receive the client notes that
     * are left. A first login that has not ended keeps them, see IdentityBrokerService.afterFirstBrokerLogin: a browser
     * can take another step of the login in between.
     */
    public static void settle(AuthenticationSessionModel login) {
        if (login.getAuthNote(AbstractIdpAuthenticator.BROKERED_CONTEXT_NOTE) != null) {
            return;
        }
        for (String name : List.of(AuthNotes.CALLED_BACK, AuthNotes.CLAIMED)) {
            if (login.getClientNote(name) != null) {
                login.removeClientNote(name);
            }
        }
    }

    /** Our own way to the provider: back to the session that waits. */
    private static Response handOver(
            KeycloakSession session, AuthenticationSessionModel away, BrokeredIdentityContext context) {
        Optional<AuthenticationSessionModel> found = ProviderRoundTrip.waitingFor(away);
        if (found.isEmpty()) {
            return ProviderRoundTrip.senderOf(away)
                    .map(sender -> ProviderRoundTrip.back(
                            session,
                            sender,
                            UserMessage.ofSignIn(session, sender, LinkError.SIGN_IN_FAILED)
                                    .withKey(UserMessage.EXPIRED)))
                    .orElseGet(() -> ProviderRoundTrip.startOver(session, away));
        }
        AuthenticationSessionModel waiting = found.get();
        return PendingIdentity.store(
                        waiting, away.getAuthNote(AuthNotes.USER), context, KeycloakClock.INSTANCE.instant())
                ? ProviderRoundTrip.back(session, waiting)
                : ProviderRoundTrip.back(
                        session, waiting, UserMessage.ofSignIn(session, waiting, LinkError.SIGN_IN_FAILED));
    }

    /** Keycloak's own linking, from the account console or an app: the same page asks before anything is written. */
    private static Response takeOver(
            KeycloakSession session,
            RealmModel realm,
            AuthenticationSessionModel here,
            BrokeredIdentityContext context) {
        here.removeAuthNote(IdentityBrokerService.LINKING_IDENTITY_PROVIDER);
        boolean byAction = Boolean.parseBoolean(here.getAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER));
        here.removeAuthNote(IdpLinkAction.KC_ACTION_LINKING_IDENTITY_PROVIDER);
        (byAction ? LinkingStart.IDP_LINK_ACTION : LinkingStart.LEGACY_URL).noteIn(here);
        here.addRequiredAction(RealmSettings.ACTION_ID);
        if (!PendingIdentity.store(
                here, here.getAuthenticatedUser().getId(), context, KeycloakClock.INSTANCE.instant())) {
            UserMessage.ofSignIn(session, here, LinkError.SIGN_IN_FAILED).noteIn(here);
        }
        return AuthenticationManager.redirectToRequiredActions(
                session, realm, here, session.getContext().getUri(), RealmSettings.ACTION_ID);
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
        return List.of();
    }
}
