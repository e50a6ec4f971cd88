package cloud.magento.accounts.link.policy;

import java.time.Instant;
import java.util.Optional;

/** Builds the facts about a user one by one, so that a test names only the facts that matter to it. */
public final class Facts {

    private boolean linked;
    private boolean exempt;
    private Optional<Instant> firstAsked = Optional.empty();
    private Optional<Instant> snoozedUntil = Optional.empty();
    private int snoozes;
    private Optional<Instant> personalDeadline = Optional.empty();
    private boolean passive;

    private Facts() {}

    /** A user who has not connected an account, was never prompted, and signs in with a browser. */
    public static Facts unlinked() {
        return new Facts();
    }

    /** Starts with the facts of another user. */
    static Facts of(UserFacts user) {
        Facts facts = new Facts();
        facts.linked = user.linked();
        facts.exempt = user.exempt();
        facts.firstAsked = user.firstAsked();
        facts.snoozedUntil = user.snoozedUntil();
        facts.snoozes = user.snoozes();
        facts.personalDeadline = user.personalDeadline();
        facts.passive = user.passive();
        return facts;
    }

    Facts linked() {
        linked = true;
        return this;
    }

    Facts exempt() {
        exempt = true;
        return this;
    }

    Facts firstAsked(Instant when) {
        firstAsked = Optional.of(when);
        return this;
    }

    Facts snoozedUntil(Instant when) {
        snoozedUntil = Optional.of(when);
        return this;
    }

    Facts snoozes(int used) {
        snoozes = used;
        return this;
    }

    Facts personalDeadline(Instant when) {
        personalDeadline = Optional.of(when);
        return this;
    }

    Facts passive() {
        passive = true;
        return this;
    }

    public UserFacts facts() {
        return new UserFacts(linked, exempt, firstAsked, snoozedUntil, snoozes, personalDeadline, passive);
    }
}
