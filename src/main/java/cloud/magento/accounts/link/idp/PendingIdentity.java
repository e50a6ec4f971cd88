package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.AuthNotes;
import cloud.magento.accounts.link.support.LoginContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * An identity that returned from the provider and waits on the server for the user to confirm it. It can be used once.
 * It is bound to realm, user, alias, upstream id, authentication session and tab: it is stored in the authentication
 * session of that tab together with user, alias and upstream id, and is not valid elsewhere.
 *
 * @param number identifies this pending identity on the page, so that a page cannot confirm what another one shows
 * @param since when the user returned
 */
public record PendingIdentity(
        String number, Instant since, UpstreamIdentity identity, SerializedBrokeredIdentityContext serialized) {

    /**
     * How long a pending identity can be used. This is enough to read a page or to ask a colleague, and less than the
     * usual lifetime of an idle session.
     */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /**
     * Stores the identity that returned from the provider. It replaces an earlier one.
     *
     * @return false if it has no usable id, so that nothing is stored
     */
    static boolean store(
            AuthenticationSessionModel waiting, String userId, BrokeredIdentityContext context, Instant now) {
        discard(waiting);
        boolean verified = UpstreamClaims.isEmailVerified(context);
        if (UpstreamClaims.read(context, verified).isEmpty()) {
            return false;
        }
        SerializedBrokeredIdentityContext.serialize(context).saveToAuthenticationSession(waiting, AuthNotes.IDENTITY);
        waiting.setAuthNote(AuthNotes.PENDING_ID, SecretGenerator.getInstance().randomString());
        waiting.setAuthNote(AuthNotes.PENDING_USER, userId);
        waiting.setAuthNote(AuthNotes.PENDING_SINCE, Long.toString(now.toEpochMilli()));
        waiting.setAuthNote(AuthNotes.EMAIL_VERIFIED, Boolean.toString(verified));
        return true;
    }

    /**
     * The pending identity of this login for its user and this provider, expired or not; empty: there is none. The
     * caller must have checked in the same request that the provider can be used.
     */
    public static Optional<PendingIdentity> of(LoginContext login, String alias) {
        AuthenticationSessionModel waiting = login.authSession();
        String number = waiting.getAuthNote(AuthNotes.PENDING_ID);
        // The user is checked as a second protection: Keycloak clears the notes before a session gets another user, see
        // AuthenticationProcessor.resetFlow.
        if (number == null || !login.user().getId().equals(waiting.getAuthNote(AuthNotes.PENDING_USER))) {
            return Optional.empty();
        }
        SerializedBrokeredIdentityContext serialized =
                SerializedBrokeredIdentityContext.readFromAuthenticationSession(waiting, AuthNotes.IDENTITY);
        if (serialized == null || !alias.equals(serialized.getIdentityProviderId())) {
            return Optional.empty();
        }
        return UpstreamClaims.read(
                        serialized.deserialize(login.session(), waiting),
                        Boolean.parseBoolean(waiting.getAuthNote(AuthNotes.EMAIL_VERIFIED)))
                .map(identity -> new PendingIdentity(number, since(waiting), identity, serialized));
    }

    /** Whether this session has a pending identity, expired or not, of any user and provider. */
    static boolean isIn(AuthenticationSessionModel waiting) {
        return waiting.getAuthNote(AuthNotes.PENDING_ID) != null;
    }

    /** An identity that an older version stored has no time and counts as expired. */
    private static Instant since(AuthenticationSessionModel waiting) {
        String noted = waiting.getAuthNote(AuthNotes.PENDING_SINCE);
        return noted == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(noted));
    }

    /** Whether the pending identity is too old to be used. */
    public boolean isExpired(Instant now) {
        return since.plus(MAX_AGE).isBefore(now);
    }

    /** Removes the pending identity of this session, if there is one: it was used, rejected, cancelled or replaced. */
    public static void discard(AuthenticationSessionModel waiting) {
        waiting.removeAuthNote(AuthNotes.IDENTITY);
        waiting.removeAuthNote(AuthNotes.PENDING_ID);
        waiting.removeAuthNote(AuthNotes.PENDING_USER);
        waiting.removeAuthNote(AuthNotes.PENDING_SINCE);
        waiting.removeAuthNote(AuthNotes.EMAIL_VERIFIED);
    }
}
