package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ClaimedAddress;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.Requests;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.FederatedIdentityModel.FederatedIdentityCreatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Applies our rules to a link that Keycloak's first login through the provider writes for an existing user: the e-mail
 * policy, and that nothing has happened to the user since the callback. Keycloak's flow does neither.
 * IdentityBrokerService.afterFirstBrokerLogin discards the claims of the provider before it links, so they are kept as
 * client notes.
 */
public final class FirstLoginEmailCheck implements ProviderEventListener {

    private final InstantSource clock;

    public FirstLoginEmailCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Rejects the link if a rule forbids it. If the policy is newer than the login, or the claims are those of another
     * account, no claim fits and the policy rejects the link.
     *
     * @throws ErrorPageException which shows the reason. The request is rolled back
     */
    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof FederatedIdentityCreatedEvent created
                && Requests.isOne(created.getKeycloakSession())
                && RealmSettings.isActive(
                        created.getRealm(), created.getFederatedIdentity().getIdentityProvider())) {
            AuthenticationSessionModel login =
                    created.getKeycloakSession().getContext().getAuthenticationSession();
            if (login != null && FirstLogin.isOfExistingUser(login, created.getFederatedIdentity())) {
                check(
                        new UserContext(created.getKeycloakSession(), created.getRealm(), created.getUser(), clock),
                        login,
                        created.getFederatedIdentity());
            }
        }
    }

    private static void check(UserContext context, AuthenticationSessionModel login, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(context.realm()).readable();
        refusalByAge(context, login)
                .or(() -> LinkAuthorization.refusalByProviderSignIn(context, login, settings.maxAuthAge()))
                .or(() -> refusalByEmail(context, login, link))
                .ifPresent(error -> reject(context.session(), login, link, error));
    }

    /**
     * A change of the user since the callback, such as a new password, ends this first login: a browser can delay the
     * end of the login after the user has proved their identity. Without the guard no time is known, and nothing is
     * compared.
     */
    private static Optional<LinkError> refusalByAge(UserContext context, AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getClientNote(AuthNotes.CALLED_BACK))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .flatMap(since -> LinkAuthorization.refusalToWrite(context, new SignIn(since, false)));
    }

    private static Optional<LinkError> refusalByEmail(
            UserContext context, AuthenticationSessionModel login, FederatedIdentityModel link) {
        return ClaimedAddress.in(login)
                .filter(claimed -> claimed.upstreamId().equals(link.getUserId()))
                .orElse(ClaimedAddress.none(link.getUserId()))
                .identity(link.getUserName())
                .refusalBy(RealmSettings.of(context.realm()).readable().emailPolicy(), context.user());
    }

    private static void reject(
            KeycloakSession session, AuthenticationSessionModel login, FederatedIdentityModel link, LinkError error) {
        // Keycloak may have removed another link of the user before.
        session.getTransactionManager().setRollbackOnly();
        UserMessage.ofSignIn(session, login, error);
        throw new ErrorPageException(
                session,
                login,
                Response.Status.BAD_REQUEST,
                error.messageKey(),
                ProviderStatus.displayName(session, link.getIdentityProvider()));
    }
}
