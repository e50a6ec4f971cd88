package cloud.magento.accounts.link.user;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * Since when the user is connected with the account they are connected with: Keycloak's links have no date. The account
 * console shows it, so users can see this attribute, but only admins can change it. Better no date than a wrong one:
 * links from imports have none, nor have users of a store that takes no attributes.
 */
public final class LinkedSince {

    private static final Logger LOG = Logger.getLogger(LinkedSince.class);

    private static final String ATTRIBUTE = "magentoLinkSince";

    private LinkedSince() {}

    /** The user has been connected just now. */
    public static void keep(UserModel user, Instant now) {
        String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        asFarAsTaken(user, () -> user.setSingleAttribute(ATTRIBUTE, since));
    }

    /** The user is no longer connected. */
    public static void forget(UserModel user) {
        if (user.getFirstAttribute(ATTRIBUTE) != null) {
            asFarAsTaken(user, () -> user.removeAttribute(ATTRIBUTE));
        }
    }

    private static void asFarAsTaken(UserModel user, Runnable write) {
        try {
            write.run();
        } catch (ReadOnlyException e) {
            LOG.debugf("User %s: the user's store does not keep since when they are connected", user.getId());
        }
    }
}
