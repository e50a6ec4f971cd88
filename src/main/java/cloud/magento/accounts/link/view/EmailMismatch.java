package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.idp.UpstreamIdentity.EmailMatch;
import java.util.Locale;
import org.keycloak.models.UserModel;

/** How the email addresses of two accounts differ, by the name that the template has for it. */
final class EmailMismatch {

    private EmailMismatch() {}

    /**
     * The name of the difference: {@code different}, {@code unverified} or {@code missing}; empty if the page says
     * nothing about it.
     */
    static String of(UpstreamIdentity identity, UserModel user, EmailPolicy policy) {
        if (policy == EmailPolicy.IGNORE || !hasEmail(user)) {
            return "";
        }
        EmailMatch match = identity.matchEmail(user);
        return match == EmailMatch.SAME ? "" : match.name().toLowerCase(Locale.ROOT);
    }

    private static boolean hasEmail(UserModel user) {
        return user.getEmail() != null && !user.getEmail().isBlank();
    }
}
