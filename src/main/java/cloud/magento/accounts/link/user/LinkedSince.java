package cloud.magento.accounts.link.user;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/**
 * Since when the user has been connected to the current account. Keycloak's links have no date. The account console
 * shows this attribute, so users can view it, but only admins can edit it. A missing date is better than a wrong one:
 * imported links have none, and neither have users of a store that accepts no attributes.
 */
public final class LinkedSince {

    private static final Logger LOG = Logger.getLogger(LinkedSince.class);

    /** The attribute: an instant. */
    public static final String ATTRIBUTE = "magentoLinkSince";

    private LinkedSince() {}

    /** Stores the time at which the user was connected, in whole seconds. */
    public static void store(UserModel user, Instant now) {
        String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        writeIfPossible(user, () -> user.setSingleAttribute(ATTRIBUTE, since));
    }

    /** Removes the date of a user who is no longer connected. */
    public static void remove(UserModel user) {
        if (user.getFirstAttribute(ATTRIBUTE) != null) {
            writeIfPossible(user, () -> user.removeAttribute(ATTRIBUTE));
        }
    }

    private static void writeIfPossible(UserModel user, Runnable write) {
        try {
            write.run();
        } catch (ReadOnlyException e) {
            LOG.debugf("User %s: the user's store is read-only and does not accept the date of the link", user.getId());
        }
    }
}
