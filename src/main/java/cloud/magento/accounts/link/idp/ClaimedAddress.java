package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.support.AuthNotes;
import java.util.Optional;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The e-mail address that the provider gave at the beginning of a first login, and the account of which it was said: a
 * second callback in the same session can be that of another account. All of it is one note, so that two callbacks at
 * the same moment cannot mix.
 *
 * @param upstreamId the provider's own id of the account
 * @param email one line; empty string if the provider gave none
 * @param verified whether the provider says that the address is verified
 */
public record ClaimedAddress(String upstreamId, String email, boolean verified) {

    /** A cleaned address has no line break, so it ends where the id begins. */
    private static final String SEPARATOR = "\n";

    static ClaimedAddress of(BrokeredIdentityContext context) {
        return new ClaimedAddress(
                context.getId(), UpstreamClaims.clean(context.getEmail()), UpstreamClaims.isEmailVerified(context));
    }

    /** Nothing was said of this account. */
    public static ClaimedAddress none(String upstreamId) {
        return new ClaimedAddress(upstreamId, "", false);
    }

    /** What was said in this session; empty: nothing. */
    public static Optional<ClaimedAddress> in(AuthenticationSessionModel login) {
        return Optional.ofNullable(login.getClientNote(AuthNotes.CLAIMED))
                .map(note -> note.split(SEPARATOR, 3))
                .map(parts -> new ClaimedAddress(parts[2], parts[1], Boolean.parseBoolean(parts[0])));
    }

    void noteIn(AuthenticationSessionModel login) {
        login.setClientNote(AuthNotes.CLAIMED, verified + SEPARATOR + email + SEPARATOR + upstreamId);
    }

    /** The account as the e-mail rule judges it. */
    public UpstreamIdentity identity(String username) {
        return new UpstreamIdentity(upstreamId, username, email, verified, "");
    }
}
