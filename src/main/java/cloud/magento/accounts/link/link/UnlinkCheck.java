package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.ExemptClientSession;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.LinkEvents.Phase;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.PrimaryLoginScope;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.theme.Theme;

/**
 * Requires a recent sign-in of a user who removes the link, as of a user who connects. LinkedAccountsResource requires
 * an access token only, and an old session that is still open renews that token for days. Its holder could disconnect
 * the account, have the password reset, and connect an account of their own.
 */
public final class UnlinkCheck implements ProviderEventListener {

    /** The path parameter of UsersResource, of the admin REST API. LinkedAccountsResource has none. */
    private static final String ADMIN_PATH_PARAMETER = "user-id";

    private final InstantSource clock;

    /** Creates the check. The clock gives the time of each request. */
    public UnlinkCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Rejects the removal if the user removes the link themselves and the sign-in is too old. Keycloak reports a
     * removal after it removed the link and before the transaction ends.
     *
     * @throws ErrorResponseException which answers the request. The removal is rolled back
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityRemovedEvent removed) {
            String alias = removed.getFederatedIdentity().getIdentityProvider();
            if (RealmSettings.isActive(removed.getRealm(), alias)) {
                UserContext context =
                        new UserContext(removed.getKeycloakSession(), removed.getRealm(), removed.getUser(), clock);
                ownSession(context)
                        .ifPresent(userSession -> check(context, userSession, removed.getFederatedIdentity()));
            }
        }
    }

    /** The user session in which the user removes the link; empty: an admin or the server removes it. */
    private static Optional<UserSessionModel> ownSession(UserContext context) {
        KeycloakContext keycloak = context.session().getContext();
        if (!Requests.isInRequest(context.session())
                || keycloak.getBearerToken() == null
                || keycloak.getUri().getPathParameters().containsKey(ADMIN_PATH_PARAMETER)) {
            return Optional.empty();
        }
        return Optional.ofNullable(keycloak.getUserSession())
                .filter(userSession ->
                        context.user().getId().equals(userSession.getUser().getId()));
    }

    private static void check(UserContext context, UserSessionModel userSession, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(context.realm()).readable();
        Optional<LinkError> refusal = isWithoutPrimaryLogin(context, userSession, link)
                ? Optional.of(LinkError.REAUTHENTICATION_REQUIRED)
                : LinkAuthorization.refusalToLeave(
                        context, signIn(context.session(), userSession), settings.maxAuthAge());
        refusal.ifPresent(error -> reject(context, userSession, link.getIdentityProvider(), error));
    }

    /** Whoever signed in to an exempt client by password only must not end the primary login of all clients. */
    private static boolean isWithoutPrimaryLogin(
            UserContext context, UserSessionModel userSession, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(context.realm()).readable();
        ClientModel client = context.session().getContext().getClient();
        boolean isExempt = client != null && settings.stages().isExemptClient(client.getClientId());
        return ExemptClientSession.isUnproven(userSession, isExempt)
                && PrimaryLoginScope.includesWithout(link, context, settings);
    }

    /**
     * If a token names no session, Keycloak creates a transient one, see
     * UserSessionUtil.createTransientSessionForClient. That is not a sign-in.
     */
    private static SignIn signIn(KeycloakSession session, UserSessionModel userSession) {
        return session.getContext().getBearerToken() instanceof AccessToken token && token.getSessionId() != null
                ? SignIn.of(userSession)
                : new SignIn(Instant.EPOCH, false);
    }

    private static void reject(UserContext context, UserSessionModel userSession, String alias, LinkError error) {
        KeycloakSession session = context.session();
        // Keycloak does not always use the response of the exception.
        session.getTransactionManager().setRollbackOnly();
        EventBuilder event = new EventBuilder(
                        context.realm(), session, session.getContext().getConnection())
                .event(EventType.REMOVE_FEDERATED_IDENTITY)
                .client(session.getContext().getClient())
                .user(context.user())
                .session(userSession);
        String reference = LinkEvents.writeError(event, error, Phase.DISCONNECT, alias);
        String message = message(context, alias, error);
        // The account console shows errorMessage, as LinkedAccountsResource writes it. Other clients know the first
        // two.
        Map<String, String> body = Map.of(
                "error", error.code(), "error_description", message, "errorMessage", message, "reference", reference);
        throw new ErrorResponseException(Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build());
    }

    /** The message in the language of the user, see LinkedAccountsResource.translateErrorMessage. */
    private static String message(UserContext context, String alias, LinkError error) {
        KeycloakSession session = context.session();
        String key = error == LinkError.IMPERSONATION
                ? "connectMagentoErrorDisconnectImpersonation"
                : "connectMagentoErrorDisconnectStale";
        Locale locale = session.getContext().resolveLocale(context.user());
        try {
            String pattern = session.theme()
                    .getTheme(Theme.Type.ACCOUNT)
                    .getEnhancedMessages(context.realm(), locale)
                    .getProperty(key, key);
            return new MessageFormat(pattern, locale).format(new Object[] {ProviderStatus.displayName(session, alias)});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
