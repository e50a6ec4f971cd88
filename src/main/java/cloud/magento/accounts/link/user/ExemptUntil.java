package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.support.UserContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.federated.UserFederatedStorageProvider;

/**
 * Until when an admin has exempted a user. The exemption ends by itself, and at that instant it has ended. Only admins
 * write the attribute: if users could, it is ignored.
 */
public final class ExemptUntil {

    /** The attribute: an instant. */
    public static final String ATTRIBUTE = "magentoLinkExemptUntil";

    private ExemptUntil() {}

    /**
     * What the attribute says.
     *
     * @param until the end of the exemption, which can be over; empty: there is none, or the value does not count
     * @param warnings what an admin must correct, for the log
     */
    public record Stored(Optional<Instant> until, List<String> warnings) {

        private static final Stored NONE = new Stored(Optional.empty(), List.of());

        private static Stored ignored(String warning) {
            return new Stored(Optional.empty(), List.of(warning));
        }
    }

    /** Whether the user is exempt now. */
    static boolean includes(UserContext context) {
        return read(context).until().filter(context.now()::isBefore).isPresent();
    }

    /** Reads the attribute. For a user without it this needs nothing but the attributes of the cached user. */
    public static Stored read(UserContext context) {
        Optional<String> text = text(context).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            return Stored.NONE;
        }
        List<String> name = List.of(ATTRIBUTE);
        if (!AttributeProtection.covers(name, context.session(), context.realm())) {
            return Stored.ignored(AttributeProtection.warning(name, context.realm()));
        }
        return text.flatMap(AskAttributes::instant)
                .map(until -> new Stored(Optional.of(until), List.of()))
                .orElseGet(() -> Stored.ignored(AskAttributes.unreadable(context.user(), ATTRIBUTE)));
    }

    /** The text of the attribute, whether it counts or not; empty: the user does not have the attribute. */
    static Optional<String> text(UserContext context) {
        UserModel user = context.user();
        return Optional.ofNullable(user.getFirstAttribute(ATTRIBUTE))
                .or(() -> StorageId.isLocalStorage(user.getId())
                        ? Optional.empty()
                        : Optional.ofNullable(context.session()
                                .getProvider(UserFederatedStorageProvider.class)
                                .getAttributes(context.realm(), user.getId())
                                .getFirst(ATTRIBUTE)));
    }
}
