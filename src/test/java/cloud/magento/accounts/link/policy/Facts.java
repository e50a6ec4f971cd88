package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.Optional;

/** Writes down a user's facts one by one, so that a test names only those it is about. */
public record Facts(UserFacts facts) {

    /** A user of whom nothing is known but that no account is connected. */
    public static Facts unlinked() {
        return new Facts(new UserFacts(false, false, Optional.empty(), Optional.empty(), 0, Optional.empty(), false));
    }

    Facts linked() {
        return with(true, facts.exempt(), facts.firstAsked(), facts.snoozedUntil(), facts.snoozes());
    }

    Facts exempt() {
        return with(facts.linked(), true, facts.firstAsked(), facts.snoozedUntil(), facts.snoozes());
    }

    Facts firstAsked(Instant when) {
        return with(facts.linked(), facts.exempt(), Optional.of(when), facts.snoozedUntil(), facts.snoozes());
    }

    Facts snoozedUntil(Instant when) {
        return with(facts.linked(), facts.exempt(), facts.firstAsked(), Optional.of(when), facts.snoozes());
    }

    Facts snoozes(int used) {
        return with(facts.linked(), facts.exempt(), facts.firstAsked(), facts.snoozedUntil(), used);
    }

    Facts personalDeadline(Instant when) {
        return new Facts(new UserFacts(
                facts.linked(),
                facts.exempt(),
                facts.firstAsked(),
                facts.snoozedUntil(),
                facts.snoozes(),
                Optional.of(when),
                facts.passive()));
    }

    Facts passive() {
        return new Facts(new UserFacts(
                facts.linked(),
                facts.exempt(),
                facts.firstAsked(),
                facts.snoozedUntil(),
                facts.snoozes(),
                facts.personalDeadline(),
                true));
    }

    private Facts with(
            boolean linked, boolean exempt, Optional<Instant> firstAsked, Optional<Instant> snoozedUntil, int snoozes) {
        return new Facts(new UserFacts(
                linked, exempt, firstAsked, snoozedUntil, snoozes, facts.personalDeadline(), facts.passive()));
    }
}
