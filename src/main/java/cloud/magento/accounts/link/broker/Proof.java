package cloud.magento.accounts.link.broker;

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
 */
public record Proof(String number, UpstreamIdentity identity, SerializedBrokeredIdentityContext serialized) {

    /** Keeps what came back from the provider; an earlier proof is gone. False where it has no usable id. */
    static boolean keep(AuthenticationSessionModel waiting, String userId, BrokeredIdentityContext context) {
        discard(waiting);
        boolean verified = UpstreamClaims.isEmailVerified(context);
        if (UpstreamClaims.read(context, verified).isEmpty()) {
            return false;
        }
        SerializedBrokeredIdentityContext.serialize(context).saveToAuthenticationSession(waiting, Note.IDENTITY);
        waiting.setAuthNote(Note.PROOF_ID, SecretGenerator.getInstance().randomString());
        waiting.setAuthNote(Note.PROOF_USER, userId);
        waiting.setAuthNote(Note.EMAIL_VERIFIED, Boolean.toString(verified));
        return true;
    }

    /**
     * The proof that waits in this session for this user and provider; empty: there is none. Whether the provider is
     * still there and guarded has been looked at before, in the same request: by the Assessor, or by PrimaryLogin.
     */
    public static Optional<Proof> pending(
            KeycloakSession session, AuthenticationSessionModel waiting, UserModel user, String alias) {
        String number = waiting.getAuthNote(Note.PROOF_ID);
        // A second wall: before Keycloak lets a session have another user it clears its notes, see
        // AuthenticationProcessor.resetFlow.
        if (number == null || !user.getId().equals(waiting.getAuthNote(Note.PROOF_USER))) {
            return Optional.empty();
        }
        SerializedBrokeredIdentityContext serialized =
                SerializedBrokeredIdentityContext.readFromAuthenticationSession(waiting, Note.IDENTITY);
        if (serialized == null || !alias.equals(serialized.getIdentityProviderId())) {
            return Optional.empty();
        }
        return UpstreamClaims.read(
                        serialized.deserialize(session, waiting),
                        Boolean.parseBoolean(waiting.getAuthNote(Note.EMAIL_VERIFIED)))
                .map(identity -> new Proof(number, identity, serialized));
    }

    /** Whatever proof this session had is gone: used, refused, cancelled or replaced. */
    public static void discard(AuthenticationSessionModel waiting) {
        waiting.removeAuthNote(Note.IDENTITY);
        waiting.removeAuthNote(Note.PROOF_ID);
        waiting.removeAuthNote(Note.PROOF_USER);
        waiting.removeAuthNote(Note.EMAIL_VERIFIED);
    }
}
