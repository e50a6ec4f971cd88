package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.idp.UpstreamIdentity;
import cloud.magento.accounts.link.idp.UpstreamIdentity.EmailMatch;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** Turns accounts into what a page shows of them. */
public final class AccountView {

    private AccountView() {}

    /** The account of the realm. */
    public static ConnectView.Person of(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(Objects::nonNull)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
        return new ConnectView.Person(user.getUsername(), user.getEmail(), name, user.getUsername());
    }

    /** The account at the provider. */
    public static ConnectView.Person of(UpstreamIdentity identity) {
        return new ConnectView.Person(identity.username(), identity.email(), identity.name(), identity.label());
    }

    /** How the e-mail addresses compare, in the words of the template; empty where there is nothing to say. */
    public static String mismatch(UpstreamIdentity identity, UserModel user, EmailPolicy policy) {
        boolean nothingToCompareWith =
                user.getEmail() == null || user.getEmail().isBlank();
        if (policy == EmailPolicy.IGNORE || nothingToCompareWith) {
            return "";
        }
        EmailMatch match = identity.matchEmail(user);
        return match == EmailMatch.SAME ? "" : match.name().toLowerCase(Locale.ROOT);
    }
}
