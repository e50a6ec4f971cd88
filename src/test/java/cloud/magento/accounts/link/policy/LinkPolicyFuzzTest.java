package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** What is true for every user, every schedule and every instant. */
@Label("The policy with any input")
final class LinkPolicyFuzzTest {

    /** Start of two years with changes of the clocks. Instants are multiples of 15 minutes, so that some are equal. */
    private static final Instant START = Instant.parse("2019-12-01T00:00:00Z");

    private static final int QUARTERS_OF_AN_HOUR = 4 * 24 * 700;

    @Property(tries = 1000)
    void neverEnforcesBecauseTheCutoffMovesLater(
            @ForAll("policies") LinkPolicy policy,
            @ForAll("users") UserFacts user,
            @ForAll("instants") Instant now,
            @ForAll @IntRange(min = 0, max = 10_000) int hours) {
        Decision later = withCutoff(
                        policy, policy.schedule().cutoff().map(cutoff -> cutoff.plus(Duration.ofHours(hours))))
                .decide(user, now);

        if (later instanceof Enforce) {
            assertThat(policy.decide(user, now)).isInstanceOf(Enforce.class);
        }
    }

    @Property(tries = 1000)
    void neverEnforcesBecauseTheCutoffIsRemoved(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        Decision without = withCutoff(policy, Optional.empty()).decide(user, now);

        if (without instanceof Enforce) {
            assertThat(policy.decide(user, now)).isInstanceOf(Enforce.class);
        }
    }

    @Property(tries = 1000)
    void continuesToEnforce(
            @ForAll("policies") LinkPolicy policy,
            @ForAll("users") UserFacts user,
            @ForAll("instants") Instant now,
            @ForAll @IntRange(min = 0, max = 10_000) int hours) {
        // The page records the first prompt of a user.
        UserFacts asked =
                Facts.of(user).firstAsked(user.firstAsked().orElse(now)).facts();

        if (policy.decide(asked, now) instanceof Enforce) {
            assertThat(policy.decide(asked, now.plus(Duration.ofHours(hours)))).isInstanceOf(Enforce.class);
        }
    }

    @Property(tries = 1000)
    void neverRemindsFromTheDeadlineOn(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        if (policy.decide(user, now) instanceof Remind remind) {
            assertThat(remind.deadline().map(now::isBefore)).isNotEqualTo(Optional.of(false));
        }
    }

    @Property(tries = 1000)
    void enforcesThePersonalDeadlineForEachUserWhoMustConnect(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        boolean overdue =
                user.personalDeadline().filter(end -> !end.isAfter(now)).isPresent();
        boolean mustConnect = overdue && policy.mode() == Mode.ON && !user.linked() && !user.exempt();

        if (mustConnect) {
            assertThat(policy.decide(user, now))
                    .isEqualTo(new Enforce(user.personalDeadline().get()));
        }
    }

    @Property(tries = 1000)
    void neverAsksAConnectedUser(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        UserFacts linked = Facts.of(user).linked().facts();

        assertThat(policy.decide(linked, now).showsPage()).isFalse();
    }

    @Property(tries = 1000)
    void neverAsksAnExemptUser(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        UserFacts exempt = Facts.of(user).exempt().facts();

        assertThat(policy.decide(exempt, now).showsPage()).isFalse();
    }

    @Property(tries = 1000)
    void neverRemindsInALoginThatCannotShowAPage(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        UserFacts passive = Facts.of(user).passive().facts();

        assertThat(policy.decide(passive, now)).isNotInstanceOf(Remind.class);
    }

    @Property(tries = 1000)
    void asksOnlyWhenOn(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        if (policy.decide(user, now).showsPage()) {
            assertThat(policy.mode()).isEqualTo(Mode.ON);
        }
    }

    @Property(tries = 1000)
    void reportsExactlyWhatItWouldDo(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        Decision on = new LinkPolicy(Mode.ON, policy.schedule(), policy.snooze()).decide(user, now);
        Decision report = new LinkPolicy(Mode.REPORT, policy.schedule(), policy.snooze()).decide(user, now);

        assertThat(report).isEqualTo(new Reported(on));
    }

    @Property(tries = 1000)
    void foretellsExactlyWhatItWillDecideAtTheCutoff(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        Optional<Instant> ahead = policy.mode() == Mode.OFF
                ? Optional.empty()
                : policy.schedule().cutoff().filter(now::isBefore);

        assertThat(policy.decideAtCutoff(user, now)).isEqualTo(ahead.map(cutoff -> policy.decide(user, cutoff)));
    }

    @Property(tries = 1000)
    void foretellsTheSameAtEachInstantBeforeTheCutoff(
            @ForAll("policies") LinkPolicy policy,
            @ForAll("users") UserFacts user,
            @ForAll("instants") Instant now,
            @ForAll("instants") Instant another) {
        Optional<Decision> foretold = policy.decideAtCutoff(user, now);
        Optional<Decision> later = policy.decideAtCutoff(user, another);

        if (foretold.isPresent() && later.isPresent()) {
            assertThat(foretold).isEqualTo(later);
        }
    }

    @Property(tries = 1000)
    void foretellsTheEnforcementOfEachUserWhoHasNoGraceAndNoLaterDeadline(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        Optional<Instant> cutoff = policy.schedule().cutoff();
        boolean hasMoreTime = policy.schedule().graceDays() > 0
                || user.personalDeadline()
                        .filter(cutoff.orElse(Instant.MAX)::isBefore)
                        .isPresent();

        if (policy.mode() == Mode.ON && !user.linked() && !user.exempt() && !hasMoreTime) {
            assertThat(policy.decideAtCutoff(user, now).map(Decision::code))
                    .isEqualTo(cutoff.filter(now::isBefore).map(ahead -> "enforce"));
        }
    }

    @Property(tries = 1000)
    void neverAsksAgainDuringNotNow(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        boolean snoozed = user.snoozedUntil().filter(now::isBefore).isPresent();

        if (snoozed && policy.decide(user, now).showsPage()) {
            assertThat(policy.decide(user, now)).isInstanceOf(Enforce.class);
        }
    }

    @Property(tries = 1000)
    void neverMakesTheDeadlineEarlierByGrace(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        Schedule schedule = policy.schedule();
        Schedule withoutGrace = new Schedule(schedule.cutoff(), schedule.remindFrom(), schedule.zone(), 0);

        Optional<Instant> without = withoutGrace.deadlineOf(user, now);

        assertThat(schedule.deadlineOf(user, now))
                .satisfies(with -> assertThat(with.isPresent()).isEqualTo(without.isPresent()));
        assertThat(without.filter(schedule.deadlineOf(user, now).orElse(Instant.MAX)::isBefore))
                .isEmpty();
    }

    @Property(tries = 1000)
    void countsNoNegativeDays(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        if (policy.decide(user, now) instanceof Remind remind) {
            assertThat(remind.daysLeft()).isNotNegative();
        }
    }

    @Property(tries = 1000)
    void doesNothingOnlyForAReasonThatIsTrue(
            @ForAll("policies") LinkPolicy policy, @ForAll("users") UserFacts user, @ForAll("instants") Instant now) {
        if (policy.decide(user, now) instanceof Nothing nothing) {
            assertThat(
                            switch (nothing.reason()) {
                                case OFF -> policy.mode() == Mode.OFF;
                                case CONNECTED -> user.linked();
                                case EXEMPT -> user.exempt();
                                case CLIENT_EXEMPT -> user.atExemptClient();
                                case NOT_YET ->
                                    policy.schedule()
                                            .remindFrom()
                                            .or(() -> policy.schedule().cutoff())
                                            .filter(start -> !start.isAfter(now))
                                            .isEmpty();
                                case SNOOZED ->
                                    user.snoozedUntil().filter(now::isBefore).isPresent();
                                case PASSIVE -> user.passive();
                            })
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.integers()
                .between(0, QUARTERS_OF_AN_HOUR)
                .map(quarters -> START.plus(Duration.ofMinutes(15L * quarters)))
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<LinkPolicy> policies() {
        Arbitrary<Schedule> schedules = Combinators.combine(
                        instants().optional(0.8),
                        instants().optional(0.7),
                        Arbitraries.of(ZoneId.of("America/Los_Angeles"), ZoneId.of("UTC"), ZoneId.of("Asia/Tokyo")),
                        Arbitraries.integers().between(0, 60))
                .as(Schedule::new);
        Arbitrary<SnoozeRules> snoozes = Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 5))
                .as(SnoozeRules::new);
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(8, Arbitraries.just(Mode.ON)), Tuple.of(1, Arbitraries.of(Mode.class))),
                        schedules,
                        snoozes)
                .as(LinkPolicy::new)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<UserFacts> users() {
        Arbitrary<Boolean> rarely = Arbitraries.integers().between(1, 5).map(n -> n == 1);
        return Combinators.combine(
                        rarely,
                        rarely,
                        instants().optional(0.5),
                        instants().optional(0.3),
                        Arbitraries.integers().between(0, 7),
                        instants().optional(0.3),
                        rarely)
                .as(UserFacts::new)
                .withoutEdgeCases();
    }

    private static LinkPolicy withCutoff(LinkPolicy policy, Optional<Instant> cutoff) {
        Schedule schedule = policy.schedule();
        return new LinkPolicy(
                policy.mode(),
                new Schedule(cutoff, schedule.remindFrom(), schedule.zone(), schedule.graceDays()),
                policy.snooze());
    }
}
