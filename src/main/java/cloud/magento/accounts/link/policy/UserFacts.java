package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * The facts about a user and the login that the policy depends on.
 *
 * @param linked whether the user has connected an account at the identity provider
 * @param exempt whether the user is exempt from connecting
 * @param firstAsked when the user was first prompted to connect
 * @param snoozedUntil the end of the last "Not now"
 * @param snoozes how often the user has chosen "Not now"
 * @param personalDeadline the deadline that an admin set for this user
 * @param passive whether this login cannot show a page ({@code prompt=none}, or there is no browser)
 * @param wave the wave of the user, by {@link Stages#waveOf}; empty: the general dates apply
 * @param atExemptClient whether this is a login to a client of {@link Stages#exemptClients}
 */
public record UserFacts(
        boolean linked,
        boolean exempt,
        Optional<Instant> firstAsked,
        Optional<Instant> snoozedUntil,
        int snoozes,
        Optional<Instant> personalDeadline,
        boolean passive,
        Optional<Wave> wave,
        boolean atExemptClient) {

    /** A user of no wave, in a login to a client that is not exempt. */
    public UserFacts(
            boolean linked,
            boolean exempt,
            Optional<Instant> firstAsked,
            Optional<Instant> snoozedUntil,
            int snoozes,
            Optional<Instant> personalDeadline,
            boolean passive) {
        this(linked, exempt, firstAsked, snoozedUntil, snoozes, personalDeadline, passive, Optional.empty(), false);
    }

    /** A user who has connected an account. The policy needs no other fact about this user. */
    public static UserFacts connected() {
        return new UserFacts(true, false, Optional.empty(), Optional.empty(), 0, Optional.empty(), false);
    }

    /** The same facts about a user of this wave. */
    public UserFacts inWave(Wave ofUser) {
        return new UserFacts(
                linked,
                exempt,
                firstAsked,
                snoozedUntil,
                snoozes,
                personalDeadline,
                passive,
                Optional.of(ofUser),
                atExemptClient);
    }

    /** The same facts in a login to an exempt client. */
    public UserFacts inLoginToExemptClient() {
        return new UserFacts(linked, exempt, firstAsked, snoozedUntil, snoozes, personalDeadline, passive, wave, true);
    }

    /** The same facts, except whether the user is exempt. */
    public UserFacts withExempt(boolean isExempt) {
        return new UserFacts(
                linked, isExempt, firstAsked, snoozedUntil, snoozes, personalDeadline, passive, wave, atExemptClient);
    }
}
