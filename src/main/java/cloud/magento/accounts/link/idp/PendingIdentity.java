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
 * An identity that returned from the provider and waits on the server to be confirmed. It is used once. It is bound to
 * realm, user, alias, upstream id, authentication session and tab: it is stored in the session of that tab, names the
 * other three, and is not valid elsewhere.
 *
 * @param number identifies this pending identity on the page, so that a page cannot confirm what another one shows
 * @param since when the user returned
 */
public record PendingIdentity(
        String number, Instant since, UpstreamIdentity identity, SerializedBrokeredIdentityContext serialized) {

    /**
     * How long a pending identity can be used: time to read a page or to ask a colleague, and less than the usual
     * lifetime of an idle session.
     */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    /**
     * Stores what returned from the provider, in the place of an earlier identity.
     *
     * @return whether it was stored: not if it has no usable id
     */
    static boolean store(
            AuthenticationSessionModel waiting, String userId, BrokeredIdentityContext context, Instant now) {
        discard(waiting);
        boolean verified = UpstreamClaims.isEmailVerified(context);
        if (UpstreamClaims.read(context, verified).isEmpty()) {
            return false;
        }
        SerializedBrokeredIdentityContext.serialize(context).saveToAuthenticationSession(waiting, AuthNotes.IDENTITY);
        waiting.setAuthNote(AuthNotes.PROOF_ID, SecretGenerator.getInstance().randomString());
        waiting.setAuthNote(AuthNotes.PROOF_USER, userId);
        waiting.setAuthNote(AuthNotes.PROOF_SINCE, Long.toString(now.toEpochMilli()));
        waiting.setAuthNote(AuthNotes.EMAIL_VERIFIED, Boolean.toString(verified));
        return true;
    }

    /**
     * The pending identity of this login for its user and this provider, whatever its age; empty: there is none. The
     * caller has checked in the same request that the provider can be used.
     */
    public static Optional<PendingIdentity> of(LoginContext login, String alias) {
        AuthenticationSessionModel waiting = login.authSession();
        String number = waiting.getAuthNote(AuthNotes.PROOF_ID);
        // A second protection: before a session gets another user, Keycloak clears its notes, see
        // AuthenticationProcessor.resetFlow.
        if (number == null || !login.user().getId().equals(waiting.getAuthNote(AuthNotes.PROOF_USER))) {
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

    /** A version that stored no time may have stored the identity. Then it counts as expired. */
    private static Instant since(AuthenticationSessionModel waiting) {
        String noted = waiting.getAuthNote(AuthNotes.PROOF_SINCE);
        return noted == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(noted));
    }

    /** Whether it is too old to be used. */
    public boolean isExpired(Instant now) {
        return since.plus(MAX_AGE).isBefore(now);
    }

    /** Removes the pending identity of this session, if there is one: it was used, rejected, cancelled or replaced. */
    public static void discard(AuthenticationSessionModel waiting) {
        waiting.removeAuthNote(AuthNotes.IDENTITY);
        waiting.removeAuthNote(AuthNotes.PROOF_ID);
        waiting.removeAuthNote(AuthNotes.PROOF_USER);
        waiting.removeAuthNote(AuthNotes.PROOF_SINCE);
        waiting.removeAuthNote(AuthNotes.EMAIL_VERIFIED);
    }
}
