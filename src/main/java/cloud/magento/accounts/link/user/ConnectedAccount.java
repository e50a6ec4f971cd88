package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.support.UserContext;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.FederatedIdentityModel;

/** The account at the provider that a user has connected, by the user cache. {@link StoredLinks} asks the database. */
public final class ConnectedAccount {

    private ConnectedAccount() {}

    /** The link; empty: the user is not connected. */
    public static Optional<FederatedIdentityModel> linkOf(UserContext context, LinkSettings settings) {
        return Optional.ofNullable(
                context.session().users().getFederatedIdentity(context.realm(), context.user(), settings.idpAlias()));
    }

    /** The name by which the user knows the account. An import or an admin can write a link without a name. */
    public static String nameOf(FederatedIdentityModel link) {
        return Objects.requireNonNullElse(link.getUserName(), link.getUserId());
    }
}
