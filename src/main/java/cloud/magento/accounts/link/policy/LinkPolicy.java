package cloud.magento.accounts.link.policy;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;

/** The one place that decides who is asked to connect, who must, and who is left alone. */
public record LinkPolicy(Mode mode, Schedule schedule, SnoozeRules snooze) {

    /** Decides for one login at one instant. Every login is decided anew, so a changed setting acts at once. */
    public Decision decide(UserFacts user, Instant now) {
        if (mode == Mode.OFF) {
            return new Nothing(Reason.OFF);
        }
        Decision decision = decideIfOn(user, now);
        return mode == Mode.REPORT ? new Reported(decision) : decision;
    }

    /** Whether a connected user must sign in through the identity provider, where primary login is switched on. */
    public boolean primaryLoginApplies(boolean exempt) {
        return mode == Mode.ON && !exempt;
    }

    private Decision decideIfOn(UserFacts user, Instant now) {
        if (user.linked()) {
            return new Nothing(Reason.CONNECTED);
        }
        if (user.exempt()) {
            return new Nothing(Reason.EXEMPT);
        }
        Optional<Instant> deadline = schedule.deadlineOf(user, now);
        if (deadline.filter(end -> !now.isBefore(end)).isPresent()) {
            return new Enforce(deadline.get());
        }
        return schedule.firstReminder().filter(start -> !now.isBefore(start)).isPresent()
                ? remind(user, deadline, now)
                : new Nothing(Reason.NOT_YET);
    }

    private Decision remind(UserFacts user, Optional<Instant> deadline, Instant now) {
        if (user.passive()) {
            return new Nothing(Reason.PASSIVE);
        }
        if (user.snoozedUntil().filter(now::isBefore).isPresent()) {
            return new Nothing(Reason.SNOOZED);
        }
        OptionalInt snoozesLeft = snooze.left(user.snoozes());
        boolean postponable = snoozesLeft.isEmpty() || snoozesLeft.getAsInt() > 0;
        return new Remind(deadline, deadline.map(end -> daysBetween(now, end)).orElse(0), postponable, snoozesLeft);
    }

    private int daysBetween(Instant now, Instant end) {
        return (int) ChronoUnit.DAYS.between(
                now.atZone(schedule.zone()).toLocalDate(),
                end.atZone(schedule.zone()).toLocalDate());
    }
}
