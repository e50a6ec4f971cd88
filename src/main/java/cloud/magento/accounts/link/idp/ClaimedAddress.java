package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.AuthNotes;
import java.util.Optional;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The email address that the provider claimed for an account at the beginning of a first login. The account is part of
 * it: a second callback in the same session can be for another account. All values are in one note, so that two
 * concurrent callbacks cannot mix them.
 *
 * @param upstreamId the provider's own id of the account
 * @param email one line; empty string if the provider gave none
 * @param verified whether the provider says that the address is verified
 */
public record ClaimedAddress(String upstreamId, String email, boolean verified) {

    /** A cleaned address has no line break, so it cannot run into the id. */
    private static final String SEPARATOR = "\n";

    static ClaimedAddress of(BrokeredIdentityContext context) {
        return new ClaimedAddress(
                context.getId(), UpstreamClaims.clean(context.getEmail()), UpstreamClaims.isEmailVerified(context));
    }

    /** Stores it in a client note. Auth notes do not survive the beginning of a first login. */
    void noteIn(AuthenticationSessionModel login) {
        login.setClientNote(AuthNotes.CLAIMED, verified + SEPARATOR + email + SEPARATOR + upstreamId);
    }

    /** The value for an account for which the provider claimed no address. */
    public static ClaimedAddress none(String upstreamId) {
        return new ClaimedAddress(upstreamId, "", false);
    }

    /** What the provider claimed in this login; empty: nothing was noted. */
    public static Optional<ClaimedAddress> in(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getClientNote(AuthNotes.CLAIMED))
                .map(note -> note.split(SEPARATOR, 3))
                .map(parts -> new ClaimedAddress(parts[2], parts[1], Boolean.parseBoolean(parts[0])));
    }

    /** The account, as far as the email policy needs it. */
    public UpstreamIdentity identity(String username) {
        return new UpstreamIdentity(upstreamId, username, email, verified, "");
    }
}
