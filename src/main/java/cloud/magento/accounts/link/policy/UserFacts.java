package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * What the policy must know about the user who signs in.
 *
 * @param linked whether an account at the identity provider is connected
 * @param exempt whether the rollout leaves this user alone
 * @param firstAsked when the user was first asked to connect
 * @param snoozedUntil until when the last "Not now" holds
 * @param snoozes how many "Not now" the user has used
 * @param personalDeadline the deadline an admin set for this user
 * @param passive whether this login may not show a page (prompt=none, or no browser at all)
 */
public record UserFacts(
        boolean linked,
        boolean exempt,
        Optional<Instant> firstAsked,
        Optional<Instant> snoozedUntil,
        int snoozes,
        Optional<Instant> personalDeadline,
        boolean passive) {

    /** A user who has connected an account: nothing else matters. */
    public static UserFacts connected() {
        return new UserFacts(true, false, Optional.empty(), Optional.empty(), 0, Optional.empty(), false);
    }
}
