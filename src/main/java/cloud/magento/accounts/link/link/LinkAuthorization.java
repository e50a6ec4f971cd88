package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import cloud.magento.accounts.link.support.UserContext;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the holder of a session is authorized to connect an account for its user. A link is permanent, so a session
 * that was valid once is not enough: somebody who took it over with an old password must not keep the account by
 * connecting one of theirs.
 */
public final class LinkAuthorization {

    private LinkAuthorization() {}

    /**
     * What forbids leaving for the provider; empty: nothing. The sign-in must be recent here, and not at the return:
     * creating an account at the provider can take some time.
     */
    public static Optional<LinkError> refusalToLeave(UserContext context, SignIn signIn, Duration maxAge) {
        return refusalToWrite(context, signIn)
                .or(() -> signIn.at().plus(maxAge).isBefore(context.now())
                        ? Optional.of(LinkError.REAUTHENTICATION_REQUIRED)
                        : Optional.empty());
    }

    /**
     * What forbids a link of a first login in which an existing user proved their identity with the provider's button.
     * The provider can answer with a session that it has, so its sign-in must be recent, too. Empty: nothing, or the
     * user proved their identity in another way, or the provider does not say when it signed the user in.
     */
    static Optional<LinkError> refusalByProviderSignIn(
            UserContext context, AuthenticationSessionModel login, Duration maxAge) {
        return SignIn.atProvider(login).flatMap(signIn -> refusalToLeave(context, signIn, maxAge));
    }

    /** What forbids writing a link; empty: nothing. */
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
                || SignIn.passwordSince(user).isAfter(signIn.at())
                || SecurityChangeLog.isAfter(context, signIn);
    }
}
