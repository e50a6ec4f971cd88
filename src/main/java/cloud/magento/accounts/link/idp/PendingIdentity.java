package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.AuthNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * That somebody signed in at the provider, kept on the server until it is used once. It is bound to realm, user, alias,
 * upstream id, authentication session and tab: it lies in the session of that tab, names the other three, and is worth
 * nothing elsewhere.
 *
 * @param number names this proof on the page, so that one page cannot confirm what another one shows
 * @param since when it was brought
 */
public record PendingIdentity(
        String number, Instant since, UpstreamIdentity identity, SerializedBrokeredIdentityContext serialized) {

    /**
     * How old a proof may be when it is used: time to read a page or to ask a colleague, and less than a session that
     * nobody uses is commonly given.
     */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /** Keeps what came back from the provider; an earlier proof is gone. False where it has no usable id. */
    static boolean keep(
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
     * The proof that waits in this session for this user and provider, however old it is; empty: there is none. Whether
     * the provider is still there and guarded has been looked at before, in the same request: by the Assessor, or by
     * PrimaryLogin.
     */
    public static Optional<PendingIdentity> pending(
            KeycloakSession session, AuthenticationSessionModel waiting, UserModel user, String alias) {
        String number = waiting.getAuthNote(AuthNotes.PROOF_ID);
        // A second wall: before Keycloak lets a session have another user it clears its notes, see
        // AuthenticationProcessor.resetFlow.
        if (number == null || !user.getId().equals(waiting.getAuthNote(AuthNotes.PROOF_USER))) {
            return Optional.empty();
        }
        SerializedBrokeredIdentityContext serialized =
                SerializedBrokeredIdentityContext.readFromAuthenticationSession(waiting, AuthNotes.IDENTITY);
        if (serialized == null || !alias.equals(serialized.getIdentityProviderId())) {
            return Optional.empty();
        }
        return UpstreamClaims.read(
                        serialized.deserialize(session, waiting),
                        Boolean.parseBoolean(waiting.getAuthNote(AuthNotes.EMAIL_VERIFIED)))
                .map(identity -> new PendingIdentity(number, since(waiting), identity, serialized));
    }

    /** A version that kept no time may have kept the proof: then it is as old as can be. */
    private static Instant since(AuthenticationSessionModel waiting) {
        String noted = waiting.getAuthNote(AuthNotes.PROOF_SINCE);
        return noted == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(noted));
    }

    /** Whether it is too old to be used. */
    public boolean isExpired(Instant now) {
        return since.plus(MAX_AGE).isBefore(now);
    }

    /** Whatever proof this session had is gone: used, refused, cancelled or replaced. */
    public static void discard(AuthenticationSessionModel waiting) {
        waiting.removeAuthNote(AuthNotes.IDENTITY);
        waiting.removeAuthNote(AuthNotes.PROOF_ID);
        waiting.removeAuthNote(AuthNotes.PROOF_USER);
        waiting.removeAuthNote(AuthNotes.PROOF_SINCE);
        waiting.removeAuthNote(AuthNotes.EMAIL_VERIFIED);
    }
}
