package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.ClaimedAddress;
import cloud.magento.accounts.link.idp.FirstLogin;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.realm.RealmSettings;
import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.services.ErrorPageException;

/**
 * Applies our rules to a link that Keycloak's first login through the provider writes for an existing user: the user
 * has not changed since the callback, the email policy allows the account, and the sign-in at the provider is recent.
 * Keycloak's flow applies none of them. IdentityBrokerService.afterFirstBrokerLogin discards the claims of the provider
 * before it links, so they are stored as client notes.
 */
public final class FirstLoginCheck implements ProviderEventListener {

    private final InstantSource clock;

    /** Creates the check. The clock gives the time of each request. */
    public FirstLoginCheck(InstantSource clock) {
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
        WrittenLink.of(event, clock)
                .filter(WrittenLink::isActive)
                .ifPresent(written -> written.login()
                        .filter(login -> FirstLogin.wroteForExistingUser(login.authSession(), written.link()))
                        .ifPresent(login -> check(login, written.link())));
    }

    private static void check(LoginContext login, FederatedIdentityModel link) {
        LinkSettings settings = RealmSettings.of(login.realm()).readable();
        refusalByChange(login)
                .or(() -> refusalByEmail(login, link, settings))
                .or(() -> LinkAuthorization.refusalByProviderSignIn(login, settings.maxAuthAge()))
                .ifPresent(error -> reject(login, link, error));
    }

    /**
     * A change of the user since the callback, such as a new password, ends this first login: a browser can delay the
     * end of the login after the user has proved their identity. Without the guard the time of the callback is unknown,
     * and nothing is compared.
     */
    private static Optional<LinkError> refusalByChange(LoginContext login) {
        return FirstLogin.calledBackAt(login.authSession())
                .flatMap(since -> LinkAuthorization.refusalToWrite(login.subject(), new SignIn(since, false)));
    }

    private static Optional<LinkError> refusalByEmail(
            LoginContext login, FederatedIdentityModel link, LinkSettings settings) {
        return ClaimedAddress.in(login.authSession())
                .filter(claimed -> claimed.upstreamId().equals(link.getUserId()))
                .orElse(ClaimedAddress.none(link.getUserId()))
                .identity(link.getUserName())
                .refusalBy(settings.emailPolicy(), login.user());
    }

    private static void reject(LoginContext login, FederatedIdentityModel link, LinkError error) {
        // Keycloak may have removed another link of the user before.
        login.session().getTransactionManager().setRollbackOnly();
        UserMessage.reportSignInError(login.session(), login.authSession(), error);
        throw new ErrorPageException(
                login.session(),
                login.authSession(),
                Response.Status.BAD_REQUEST,
                error.messageKey(),
                ProviderStatus.displayName(login.session(), link.getIdentityProvider()));
    }
}
