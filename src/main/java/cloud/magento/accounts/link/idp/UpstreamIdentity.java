package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.support.LinkError;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;

/**
 * An account at the provider with which a user signed in there.
 *
 * @param id the provider's own id of the account, never shown
 * @param username never blank
 * @param email empty string if the provider gave none
 * @param emailVerified whether the provider says that the address is verified
 * @param name empty string if the provider gave none
 */
public record UpstreamIdentity(String id, String username, String email, boolean emailVerified, String name) {

    /** How the email addresses of the two accounts compare. */
    public enum EmailMatch {
        SAME(null),
        DIFFERENT(LinkError.EMAIL_MISMATCH),
        UNVERIFIED(LinkError.EMAIL_UNVERIFIED),
        MISSING(LinkError.EMAIL_MISMATCH);

        private final LinkError error;

        EmailMatch(LinkError error) {
            this.error = error;
        }
    }

    /** The link that connects a user with this account of the provider. */
    public FederatedIdentityModel linkTo(String alias) {
        return new FederatedIdentityModel(alias, id, username);
    }

    /** The name by which a user recognizes the account: the email address, or the username if there is none. */
    public String label() {
        return email.isEmpty() ? username : email;
    }

    /** Why the email policy rejects this account for this user; empty: it does not. */
    public Optional<LinkError> refusalBy(EmailPolicy policy, UserModel user) {
        return policy == EmailPolicy.REQUIRE ? Optional.ofNullable(matchEmail(user).error) : Optional.empty();
    }

    /** Compares the addresses. The case does not matter, nor which spelling of an international domain is used. */
    public EmailMatch matchEmail(UserModel user) {
        if (email.isEmpty()) {
            return EmailMatch.MISSING;
        }
        if (user.getEmail() == null || !normalize(user.getEmail()).equals(normalize(email))) {
            return EmailMatch.DIFFERENT;
        }
        return emailVerified ? EmailMatch.SAME : EmailMatch.UNVERIFIED;
    }

    private static String normalize(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        // Not toASCII: it maps straße and strasse, two domains, to the same one.
        return lower.substring(0, at + 1) + IDN.toUnicode(lower.substring(at + 1));
    }
}
