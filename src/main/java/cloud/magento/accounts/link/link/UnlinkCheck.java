package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LinkEvents;
import cloud.magento.accounts.link.support.Requests;
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
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityRemovedEvent;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.ErrorResponseException;
import org.keycloak.theme.Theme;

/**
 * Requires of a user who removes the link the same recent sign-in as of one who connects. An access token is all that
 * LinkedAccountsResource asks for, and a session that was left open renews that for days: who has it could disconnect
 * the account, have the password reset, and connect an account of their own.
 */
public final class UnlinkCheck implements ProviderEventListener {

    /**
     * The path parameter of UsersResource: the request is one of the admin REST API. LinkedAccountsResource has none.
     */
    private static final String ADMIN_PATH_PARAMETER = "user-id";

    private final InstantSource clock;

    public UnlinkCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Refuses a removal. Keycloak publishes it after it removed the link and before the transaction ends.
     *
     * @throws ErrorResponseException which answers the request and rolls the removal back
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityRemovedEvent removed) {
            String alias = removed.getFederatedIdentity().getIdentityProvider();
            if (RealmSettings.guard(removed.getRealm(), alias)) {
                ownSession(removed.getKeycloakSession(), removed.getUser())
                        .ifPresent(userSession -> check(removed, userSession, alias));
            }
        }
    }

    /** The session in which the user removes the link; empty: somebody or something else does. */
    private static Optional<UserSessionModel> ownSession(KeycloakSession session, UserModel user) {
        KeycloakContext context = session.getContext();
        if (!Requests.isOne(session)
                || context.getBearerToken() == null
                || context.getUri().getPathParameters().containsKey(ADMIN_PATH_PARAMETER)) {
            return Optional.empty();
        }
        return Optional.ofNullable(context.getUserSession())
                .filter(userSession -> user.getId().equals(userSession.getUser().getId()));
    }

    private void check(FederatedIdentityRemovedEvent removed, UserSessionModel userSession, String alias) {
        KeycloakSession session = removed.getKeycloakSession();
        LinkAuthorization.refusalToLeave(
                        session,
                        removed.getRealm(),
                        removed.getUser(),
                        signIn(session, userSession),
                        RealmSettings.of(removed.getRealm()).readable().maxAuthAge(),
                        clock.instant())
                .ifPresent(error -> refuse(removed, userSession, alias, error));
    }

    /**
     * For a token that names no session Keycloak makes one of the moment, see
     * UserSessionUtil.createTransientSessionForClient. That is no sign-in.
     */
    private static SignIn signIn(KeycloakSession session, UserSessionModel userSession) {
        return session.getContext().getBearerToken() instanceof AccessToken token && token.getSessionId() != null
                ? SignIn.of(userSession)
                : new SignIn(Instant.EPOCH, false);
    }

    private static void refuse(
            FederatedIdentityRemovedEvent removed, UserSessionModel userSession, String alias, LinkError error) {
        KeycloakSession session = removed.getKeycloakSession();
        // Also where Keycloak does not ask the exception for its response.
        session.getTransactionManager().setRollbackOnly();
        EventBuilder event = new EventBuilder(
                        removed.getRealm(), session, session.getContext().getConnection())
                .client(session.getContext().getClient())
                .user(removed.getUser())
                .session(userSession);
        String reference =
                LinkEvents.error(event, EventType.REMOVE_FEDERATED_IDENTITY, error, LinkEvents.Phase.DISCONNECT, alias);
        String words = words(session, removed.getRealm(), removed.getUser(), alias, error);
        // The account console shows errorMessage, as LinkedAccountsResource writes it; other clients know the first
        // two.
        Map<String, String> body = Map.of(
                "error", error.code(), "error_description", words, "errorMessage", words, "reference", reference);
        throw new ErrorResponseException(Response.status(Response.Status.FORBIDDEN)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build());
    }

    /** In the language of the user, see LinkedAccountsResource.translateErrorMessage. */
    private static String words(
            KeycloakSession session, RealmModel realm, UserModel user, String alias, LinkError error) {
        String key = error == LinkError.IMPERSONATION
                ? "connectMagentoErrorDisconnectImpersonation"
                : "connectMagentoErrorDisconnectStale";
        Locale locale = session.getContext().resolveLocale(user);
        try {
            String pattern = session.theme()
                    .getTheme(Theme.Type.ACCOUNT)
                    .getEnhancedMessages(realm, locale)
                    .getProperty(key, key);
            return new MessageFormat(pattern, locale).format(new Object[] {ProviderStatus.displayName(session, alias)});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
