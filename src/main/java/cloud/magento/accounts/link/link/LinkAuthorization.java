package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserContext;
import cloud.magento.accounts.link.user.StoredPassword;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * Whether the holder of a session is authorized to connect an account for its user. A link is permanent, so a session
 * that was valid once is not enough: an attacker who took it over with an old password must not keep the account by
 * connecting an account of their own.
 */
public final class LinkAuthorization {

    private LinkAuthorization() {}

    /**
     * What forbids leaving for the provider; empty: nothing. The sign-in must be recent when the user leaves, not when
     * they return: creating an account at the provider can take some time.
     *
     * @param maxAge the greatest age of the sign-in that is allowed
     */
    public static Optional<LinkError> refusalToLeave(UserContext context, SignIn signIn, Duration maxAge) {
        return refusalToWrite(context, signIn)
                .or(() -> signIn.isOlderThan(maxAge, context.now())
                        ? Optional.of(LinkError.REAUTHENTICATION_REQUIRED)
                        : Optional.empty());
    }

    /**
     * What forbids a link of a first login in which an existing user proved their identity with the provider's button;
     * empty: nothing. The provider can answer with an existing session of its own, so its sign-in must be recent, too.
     * Nothing is compared if the user proved their identity in another way, or if the provider does not say when it
     * signed the user in.
     */
    static Optional<LinkError> refusalByProviderSignIn(LoginContext login, Duration maxAge) {
        return SignIn.atProvider(login.authSession())
                .flatMap(signIn -> refusalToLeave(login.subject(), signIn, maxAge));
    }

    /** What forbids writing a link; empty: nothing. The sign-in may be old, but nothing may have revoked it. */
    public static Optional<LinkError> refusalToWrite(UserContext context, SignIn signIn) {
        if (signIn.impersonated()) {
            return Optional.of(LinkError.IMPERSONATION);
        }
        return isRevoked(context, signIn) ? Optional.of(LinkError.REAUTHENTICATION_REQUIRED) : Optional.empty();
    }

    private static boolean isRevoked(UserContext context, SignIn signIn) {
        UserModel user = context.user();
        // Not-before counts whole seconds: a sign-in within the same second counts as older.
        long signedIn = signIn.at().getEpochSecond();
        return !user.isEnabled()
                || context.session().users().getNotBeforeOfUser(context.realm(), user) >= signedIn
                || context.realm().getNotBefore() >= signedIn
                || StoredPassword.since(user).isAfter(signIn.at())
                || SecurityChangeLog.isAfter(context, signIn);
    }
}
