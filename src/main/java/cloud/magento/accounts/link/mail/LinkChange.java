package cloud.magento.accounts.link.mail;

import cloud.magento.accounts.link.metrics.LinkChangeOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to a user's link within one transaction.
 *
 * @param kind what happened in sum
 * @param account the name of the account that is connected now, or that was disconnected; can be empty
 * @param replaced the name of the account that was connected before, if another one is now; else empty
 */
record LinkChange(Origin origin, Kind kind, String account, String replaced) {

    /** What the changes of a transaction amount to. */
    enum Kind {
        /** A link that was written in this transaction is removed again. No notice is sent. */
        NONE(""),
        LINKED("Linked"),
        UNLINKED("Unlinked"),
        REPLACED("Replaced");

        private final String messageInfix;

        Kind(String messageInfix) {
            this.messageInfix = messageInfix;
        }

        /** The key of the subject and the heading of the notice. */
        String subjectKey() {
            return "connectMagento" + messageInfix + "Subject";
        }

        /** The key of the sentence in the notice that says what happened, and whether an admin did it. */
        String bodyKey(boolean byAdmin) {
            return "connectMagento" + messageInfix + (byAdmin ? "ByAdminBody" : "Body");
        }
    }

    /**
     * Where and when the first change happened.
     *
     * @param alias the alias of the provider
     * @param email the verified address of the user at that time, or the empty string: the address of the provider can
     *     replace it within the same transaction
     * @param ipAddress the address that the request came from
     */
    record Origin(String realmId, String userId, String alias, String email, String ipAddress, Instant at) {}

    /** The state before the first change. */
    static LinkChange none(Origin origin) {
        return new LinkChange(origin, Kind.NONE, "", "");
    }

    /** The outcome for the metrics; empty: nothing has changed. */
    Optional<LinkChangeOutcome> outcome() {
        return switch (kind) {
            case NONE -> Optional.empty();
            case LINKED -> Optional.of(LinkChangeOutcome.LINKED);
            case UNLINKED -> Optional.of(LinkChangeOutcome.UNLINKED);
            case REPLACED -> Optional.of(LinkChangeOutcome.REPLACED);
        };
    }

    /** This change, followed by a link to an account. */
    LinkChange connectedTo(String name) {
        return switch (kind) {
            case NONE, LINKED -> new LinkChange(origin, Kind.LINKED, name, "");
            case UNLINKED -> new LinkChange(origin, Kind.REPLACED, name, account);
            case REPLACED -> new LinkChange(origin, Kind.REPLACED, name, replaced);
        };
    }

    /** This change, followed by the removal of the link to an account. */
    LinkChange disconnectedFrom(String name) {
        return switch (kind) {
            case NONE, UNLINKED -> new LinkChange(origin, Kind.UNLINKED, name, "");
            case LINKED -> none(origin);
            case REPLACED -> new LinkChange(origin, Kind.UNLINKED, replaced, "");
        };
    }
}
