package cloud.magento.accounts.link.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * What happened to a user's connection within one transaction.
 *
 * @param email the user's verified address when it happened: Magento.com's may take its place within the same
 *     transaction
 * @param now the account that is connected now; empty: it was disconnected
 * @param before the account that was connected before; empty: there was none
 * @param ipAddress from where
 * @param at when
 */
record LinkChange(
        String realmId,
        String userId,
        String alias,
        Optional<String> email,
        Optional<String> now,
        Optional<String> before,
        String ipAddress,
        Instant at) {

    LinkChange connectedTo(String username) {
        return new LinkChange(realmId, userId, alias, email, Optional.of(username), before, ipAddress, at);
    }

    LinkChange disconnectedFrom(String username) {
        Optional<String> first = now.isPresent() ? before : Optional.of(username);
        return new LinkChange(realmId, userId, alias, email, Optional.empty(), first, ipAddress, at);
    }

    /** Whether a link that was written in this transaction is gone again, so that all is as it was. */
    boolean isNone() {
        return now.isEmpty() && before.isEmpty();
    }

    /** The notice that fits: its message keys carry this word. */
    String kind() {
        if (now.isEmpty()) {
            return "Unlinked";
        }
        return before.isEmpty() ? "Linked" : "Replaced";
    }
}
