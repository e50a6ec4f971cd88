package cloud.magento.accounts.link.idp;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.support.LinkError;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.UserModel;

/**
 * Who came back from the provider.
 *
 * @param id the provider's own id of the account, never shown
 * @param username never blank
 * @param email empty string where the provider gave none
 * @param emailVerified whether the provider says that the address is verified
 * @param name empty string where the provider gave none
 */
public record UpstreamIdentity(String id, String username, String email, boolean emailVerified, String name) {

    /** The link that connects a user with this account of the provider. */
    public FederatedIdentityModel linkTo(String alias) {
        return new FederatedIdentityModel(alias, id, username);
    }

    /** How the addresses of the two accounts relate. */
    public enum EmailMatch {
        SAME(null),
        DIFFERENT(LinkError.EMAIL_MISMATCH),
        UNVERIFIED(LinkError.EMAIL_UNVERIFIED),
        MISSING(LinkError.EMAIL_MISMATCH);

        private final LinkError objection;

        EmailMatch(LinkError objection) {
            this.objection = objection;
        }
    }

    /** The one word by which a person knows the account. */
    public String label() {
        return email.isEmpty() ? username : email;
    }

    /** Compares the addresses; upper and lower case, and both spellings of an international domain, are the same. */
    public EmailMatch matchEmail(UserModel user) {
        if (email.isEmpty()) {
            return EmailMatch.MISSING;
        }
        if (user.getEmail() == null || !normal(user.getEmail()).equals(normal(email))) {
            return EmailMatch.DIFFERENT;
        }
        return emailVerified ? EmailMatch.SAME : EmailMatch.UNVERIFIED;
    }

    /** What the e-mail rule has against connecting this account; empty: nothing. */
    public Optional<LinkError> refusalBy(EmailPolicy policy, UserModel user) {
        return policy == EmailPolicy.REQUIRE ? Optional.ofNullable(matchEmail(user).objection) : Optional.empty();
    }

    private static String normal(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        // Not toASCII: that takes straße and strasse, two domains, for one.
        return lower.substring(0, at + 1) + IDN.toUnicode(lower.substring(at + 1));
    }
}
