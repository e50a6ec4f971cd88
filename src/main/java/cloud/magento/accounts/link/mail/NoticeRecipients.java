package cloud.magento.accounts.link.mail;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Who receives the notice of a change: the verified address that the user had at the time of the change, and those of
 * the last 30 days.
 *
 * @param current the verified address at the time of the change; empty: there was none
 * @param former the former addresses, see {@link FormerAddresses}
 * @param latest the address that the user has now, verified or not; empty: none
 */
record NoticeRecipients(String current, List<String> former, String latest) {

    /** The recipients for a change of a user's link. */
    static NoticeRecipients of(KeycloakSession session, UserModel user, LinkChange.Origin origin) {
        NoticeRecipients all = new NoticeRecipients(
                origin.email(),
                FormerAddresses.of(session, user.getId(), origin.at()),
                user.getEmail() == null ? "" : user.getEmail());
        return new NoticeRecipients(
                all.current,
                all.former.stream().filter(address -> !all.isCurrent(address)).toList(),
                all.latest);
    }

    /**
     * The address of a user, if it is verified; else the empty string. Users can enter the address of another person.
     * The notices must not become mail that this person never wanted.
     */
    static String verifiedAddress(UserModel user) {
        return user.getEmail() != null
                        && user.isEmailVerified()
                        && !user.getEmail().isBlank()
                ? user.getEmail()
                : "";
    }

    boolean isEmpty() {
        return current.isEmpty() && former.isEmpty();
    }

    /** Whether this is the address that the user has, or had at the time of the change. */
    boolean isCurrent(String address) {
        return Stream.of(current, latest).anyMatch(address::equalsIgnoreCase);
    }
}
