package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.idp.ClaimedAddress;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorPageException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Applies our rules to a link that Keycloak's first login through the provider writes for an existing user: the e-mail
 * policy, and that nothing has happened to the user since the callback. Keycloak's flow does neither.
 * IdentityBrokerService.afterFirstBrokerLogin discards the claims of the provider before it links, so they are kept as
 * client notes.
 */
final class FirstLoginEmailCheck {

    private final InstantSource clock;

    FirstLoginEmailCheck(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Rejects the link if a rule forbids it. If the policy is newer than the login, or the claims are those of another
     * account, no claim fits and the policy rejects the link.
     *
     * @throws ErrorPageException which shows the reason and rolls the request back
     */
    void check(KeycloakSession session, UserModel user, FederatedIdentityModel link) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login == null || !FirstLogin.isOfExistingUser(login, link)) {
            return;
        }
        Optional<LinkError> refusal = refusalByAge(session, user, login)
                .or(() -> ClaimedAddress.in(login)
                        .filter(claimed -> claimed.upstreamId().equals(link.getUserId()))
                        .orElse(ClaimedAddress.none(link.getUserId()))
                        .identity(link.getUserName())
                        .refusalBy(RealmSettings.of(login.getRealm()).readable().emailPolicy(), user));
        if (refusal.isPresent()) {
            // Keycloak may have removed another link of the user before.
            session.getTransactionManager().setRollbackOnly();
            UserMessage.ofSignIn(session, login, refusal.get());
            throw new ErrorPageException(
                    session,
                    login,
                    Response.Status.BAD_REQUEST,
                    refusal.get().messageKey(),
                    ProviderStatus.displayName(session, link.getIdentityProvider()));
        }
    }

    /**
     * A change of the user since the callback, such as a new password, ends this first login: a browser can delay the
     * end of the login after the user has proved their identity. Without the guard no time is known, and nothing is
     * compared.
     */
    private Optional<LinkError> refusalByAge(
            KeycloakSession session, UserModel user, AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getClientNote(AuthNotes.CALLED_BACK))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .flatMap(since -> LinkAuthorization.refusalToWrite(
                        session, login.getRealm(), user, new SignIn(since, false), clock.instant()));
    }
}
