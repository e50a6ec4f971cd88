package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.support.UserContext;
import java.util.List;
import java.util.Set;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * Which reminders a user has received, as an attribute with one value for each: the provider and the milestone, such as
 * {@code magento:30}. A user receives each reminder once, whatever becomes of the deadline. With another provider, all
 * begin anew.
 */
public final class SentReminders {

    /** The attribute. */
    public static final String ATTRIBUTE = "magentoLinkReminded";

    private SentReminders() {}

    /** The value of one reminder. */
    public static String value(String alias, int milestone) {
        return alias + ':' + milestone;
    }

    /** Removes what is stored of reminders, so that the user receives each again. */
    public static void remove(UserContext context) {
        new AttributeWriter(context).remove(ATTRIBUTE);
    }

    /**
     * Stores all reminders of a user. If the user's store accepts no attributes, they are stored in Keycloak's
     * federated storage instead.
     */
    public static void store(UserContext context, Set<String> values) {
        List<String> sorted = values.stream().sorted().toList();
        try {
            context.user().setAttribute(ATTRIBUTE, sorted);
        } catch (ReadOnlyException e) {
            context.session()
                    .getProvider(UserFederatedStorageProvider.class)
                    .setAttribute(context.realm(), context.user().getId(), ATTRIBUTE, sorted);
        }
    }
}
