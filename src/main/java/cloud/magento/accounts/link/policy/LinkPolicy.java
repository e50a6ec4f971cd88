package cloud.magento.accounts.link.policy;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The rules that decide which users are prompted to connect, which users must connect, and which are exempt. */
public record LinkPolicy(Mode mode, Schedule schedule, SnoozeRules snooze, Stages stages) {

    /** A policy without stages. */
    public LinkPolicy(Mode mode, Schedule schedule, SnoozeRules snooze) {
        this(mode, schedule, snooze, Stages.NONE);
    }

    /** Decides for one login. No earlier decision is reused, so a changed setting takes effect at once. */
    public Decision decide(UserFacts user, Instant now) {
        return inMode(() -> rehearse(user, now).orElseGet(() -> decideBySchedule(user, now)));
    }

    /**
     * Decides for the same login as if it took place at the cutoff of the user's wave, or at the general one: in this
     * mode, with the facts of now. A user who has not been prompted yet is prompted for the first time then. Rehearsals
     * do not count.
     *
     * @return empty: there is no cutoff, the cutoff has come, or the policy decides nothing
     */
    public Optional<Decision> decideAtCutoff(UserFacts user, Instant now) {
        return mode == Mode.OFF
                ? Optional.empty()
                : scheduleOf(user)
                        .cutoff()
                        .filter(now::isBefore)
                        .map(cutoff -> inMode(() -> decideBySchedule(user, cutoff)));
    }

    /** The dates of a user: those of the user's wave, or the general ones. */
    public Schedule scheduleOf(UserFacts user) {
        return user.wave().map(Wave::schedule).orElse(schedule);
    }

    private Decision inMode(Supplier<Decision> ifOn) {
        return switch (mode) {
            case OFF -> new Nothing(Reason.OFF);
            case REPORT -> new Reported(ifOn.get());
            case ON -> ifOn.get();
        };
    }

    /**
     * In a rehearsal, whoever has a deadline ahead must connect as on that day. Nobody has grace days in it, and no
     * "Not now" holds. Empty: the schedule decides.
     */
    private Optional<Decision> rehearse(UserFacts user, Instant now) {
        if (isLeftAlone(user)) {
            return Optional.empty();
        }
        return stages.rehearsalAt(now)
                .flatMap(rehearsal -> scheduleOf(user)
                        .deadlineOf(user, now)
                        .filter(deadline -> !hasCome(deadline, now))
                        .map(deadline -> new Enforce(deadline, Optional.of(rehearsal.end()))));
    }

    private static boolean isLeftAlone(UserFacts user) {
        return user.linked() || user.exempt() || user.atExemptClient();
    }

    private Decision decideBySchedule(UserFacts user, Instant now) {
        if (user.linked()) {
            return new Nothing(Reason.CONNECTED);
        }
        if (user.exempt()) {
            return new Nothing(Reason.EXEMPT);
        }
        if (user.atExemptClient()) {
            return new Nothing(Reason.CLIENT_EXEMPT);
        }
        Schedule own = scheduleOf(user);
        Optional<Instant> deadline = own.deadlineOf(user, now);
        if (deadline.isPresent() && hasCome(deadline.get(), now)) {
            return new Enforce(deadline.get());
        }
        return own.firstReminder().filter(start -> hasCome(start, now)).isPresent()
                ? remind(user, deadline, now)
                : new Nothing(Reason.NOT_YET);
    }

    /**
     * The deadline ahead of a user who is not prompted, for a page that somebody has requested. Empty: the user need
     * not connect, the deadline has come, there is none, or it depends on the day of the first prompt.
     */
    public Optional<Remind> deadlineAhead(UserFacts user, Instant now) {
        if (mode != Mode.ON || isLeftAlone(user)) {
            return Optional.empty();
        }
        Schedule own = scheduleOf(user);
        return own.deadlineOf(user, now)
                .filter(end -> !hasCome(end, now) && own.isSettled(user))
                .map(end -> announced(end, now));
    }

    /**
     * The deadline ahead of a user to whom a mail can announce it. Empty: as for {@link #deadlineAhead}. But a first
     * prompt that is still to come matters only if it would move the deadline past the cutoff of the user.
     */
    public Optional<Remind> deadlineToAnnounce(UserFacts user, Instant now) {
        if (mode != Mode.ON || isLeftAlone(user)) {
            return Optional.empty();
        }
        Schedule own = scheduleOf(user);
        return own.deadlineOf(user, now)
                .filter(end -> !hasCome(end, now) && (own.isSettled(user) || own.isCutoff(end)))
                .map(end -> announced(end, now));
    }

    private Remind announced(Instant end, Instant now) {
        return new Remind(Optional.of(end), daysBetween(now, end), false, OptionalInt.empty());
    }

    private static boolean hasCome(Instant instant, Instant now) {
        return !now.isBefore(instant);
    }

    private Decision remind(UserFacts user, Optional<Instant> deadline, Instant now) {
        if (user.passive()) {
            return new Nothing(Reason.PASSIVE);
        }
        if (user.snoozedUntil().filter(now::isBefore).isPresent()) {
            return new Nothing(Reason.SNOOZED);
        }
        int daysLeft = deadline.map(end -> daysBetween(now, end)).orElse(0);
        OptionalInt snoozesLeft = snooze.left(user.snoozes());
        boolean postponable = snoozesLeft.isEmpty() || snoozesLeft.getAsInt() > 0;
        return new Remind(deadline, daysLeft, postponable, snoozesLeft);
    }

    private int daysBetween(Instant now, Instant end) {
        ZoneId zone = schedule.zone();
        return (int) ChronoUnit.DAYS.between(
                now.atZone(zone).toLocalDate(), end.atZone(zone).toLocalDate());
    }

    /** Whether primary login, if it is switched on, requires a connected user to sign in at the identity provider. */
    public boolean primaryLoginApplies(boolean exempt) {
        return mode == Mode.ON && !exempt;
    }
}
