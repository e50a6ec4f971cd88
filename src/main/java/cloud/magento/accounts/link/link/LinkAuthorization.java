package cloud.magento.accounts.link.link;

import cloud.magento.accounts.link.session.SignIn;
import cloud.magento.accounts.link.support.LinkError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Whether whoever holds a session may connect an account for its user. A link is for good, so a session that once was
 * good is not enough: whoever took it over with an old password must not keep it by connecting an account of theirs.
 */
public final class LinkAuthorization {

    private LinkAuthorization() {}

    /**
     * What forbids leaving for the provider; empty: nothing. Here, and not at the return, the sign-in must be recent:
     * creating an account at the provider may take its time.
     */
    public static Optional<LinkError> refusalToLeave(
            KeycloakSession session, RealmModel realm, UserModel user, SignIn signIn, Duration maxAge, Instant now) {
        return refusalToWrite(session, realm, user, signIn, now)
                .or(() -> signIn.at().plus(maxAge).isBefore(now)
                        ? Optional.of(LinkError.REAUTHENTICATION_REQUIRED)
                        : Optional.empty());
    }

    /** What forbids writing a link; empty: nothing. */
    public static Optional<LinkError> refusalToWrite(
            KeycloakSession session, RealmModel realm, UserModel user, SignIn signIn, Instant now) {
        if (signIn.impersonated()) {
            return Optional.of(LinkError.IMPERSONATION);
        }
        return isRevoked(session, realm, user, signIn, now)
                ? Optional.of(LinkError.REAUTHENTICATION_REQUIRED)
                : Optional.empty();
    }

    private static boolean isRevoked(
            KeycloakSession session, RealmModel realm, UserModel user, SignIn signIn, Instant now) {
        // Not-before counts whole seconds: a sign-in within the same second is taken for an older one.
        long signedIn = signIn.at().getEpochSecond();
        return !user.isEnabled()
                || session.users().getNotBeforeOfUser(realm, user) >= signedIn
                || realm.getNotBefore() >= signedIn
                || SignIn.passwordSince(user).isAfter(signIn.at())
                || SecurityChangeLog.isAfter(session, user, signIn, now);
    }
}
