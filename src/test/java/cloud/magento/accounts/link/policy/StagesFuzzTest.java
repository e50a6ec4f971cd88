package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Wave.Group;
import cloud.magento.accounts.link.policy.Wave.Share;
import cloud.magento.accounts.link.policy.Wave.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What stages change for any user at any instant, and what they never change. */
@Label("Stages with any input")
final class StagesFuzzTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Property(tries = 1000)
    void neverReleaseAnybodyBecauseAShareGrows(
            @ForAll("ids") String userId,
            @ForAll("users") UserFacts user,
            @ForAll("plans") Plan plan,
            @ForAll @IntRange(min = 0, max = 10_000) int growth) {
        Share grown = new Share(Math.min(UserShare.POSITIONS, plan.share() + growth));

        if (plan.policy(new Share(plan.share())).decide(plan.inWave(user, userId, plan.share()), plan.now())
                instanceof Enforce) {
            assertThat(plan.policy(grown).decide(plan.inWave(user, userId, grown.hundredths()), plan.now()))
                    .isInstanceOf(Enforce.class);
        }
    }

    @Property(tries = 1000)
    void enforceInARehearsalExactlyWhoHasADeadlineAhead(@ForAll("users") UserFacts user, @ForAll("plans") Plan plan) {
        LinkPolicy with = plan.policy(new Share(plan.share()));
        LinkPolicy without = new LinkPolicy(Mode.ON, with.schedule(), with.snooze());
        boolean isRehearsed = plan.rehearsal().contains(plan.now())
                && !user.linked()
                && !user.exempt()
                && !user.atExemptClient()
                && without.scheduleOf(user)
                        .deadlineOf(user, plan.now())
                        .filter(plan.now()::isBefore)
                        .isPresent();

        Decision decision = with.decide(user, plan.now());

        if (isRehearsed) {
            assertThat(decision.code()).isEqualTo("rehearse");
        } else {
            assertThat(decision).isEqualTo(without.decide(user, plan.now()));
        }
        assertThat(with.decideAtCutoff(user, plan.now())).isEqualTo(without.decideAtCutoff(user, plan.now()));
    }

    @Property(tries = 1000)
    void neverShowAPageAtAnExemptClient(@ForAll("users") UserFacts user, @ForAll("plans") Plan plan) {
        assertThat(plan.policy(new Share(plan.share()))
                        .decide(user.inLoginToExemptClient(), plan.now())
                        .showsPage())
                .isFalse();
    }

    @Property(tries = 1000)
    void coverWhoeverTheCoveredWaveIncludes(
            @ForAll("ids") String userId,
            @ForAll("whos") Who one,
            @ForAll("whos") Who another,
            @ForAll("whos") Who own) {
        if (one.covers(another) && another.includes(userId, path -> new Group(path).covers(own))) {
            assertThat(one.includes(userId, path -> new Group(path).covers(own)))
                    .isTrue();
        }
    }

    /**
     * A rollout with one wave of a share, which is not later than the general cutoff.
     *
     * @param generalAfter how much later the general cutoff is; empty: there is none
     */
    record Plan(int share, Instant waveCutoff, Optional<Duration> generalAfter, Rehearsal rehearsal, Instant now) {

        private Schedule waveSchedule() {
            return new Schedule(Optional.of(waveCutoff), Optional.empty(), UTC, 0);
        }

        LinkPolicy policy(Share who) {
            return new LinkPolicy(
                    Mode.ON,
                    new Schedule(generalAfter.map(waveCutoff::plus), Optional.empty(), UTC, 0),
                    new SnoozeRules(1, 0),
                    new Stages(List.of(new Wave(who, waveSchedule())), List.of(), List.of(rehearsal)));
        }

        UserFacts inWave(UserFacts user, String userId, int hundredths) {
            return policy(new Share(hundredths))
                    .stages()
                    .waveOf(userId, path -> false)
                    .map(user::inWave)
                    .orElse(user);
        }
    }

    @Provide
    Arbitrary<Plan> plans() {
        Arbitrary<Rehearsal> rehearsals = Combinators.combine(
                        instants(), Arbitraries.integers().between(1, 100))
                .as((start, hours) -> new Rehearsal(start, start.plus(Duration.ofHours(hours))));
        return Combinators.combine(
                        Arbitraries.integers().between(1, UserShare.POSITIONS),
                        instants(),
                        Arbitraries.integers()
                                .between(0, 500)
                                .map(Duration::ofHours)
                                .optional(0.8),
                        rehearsals,
                        instants())
                .as(Plan::new)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<UserFacts> users() {
        Arbitrary<Boolean> rarely = Arbitraries.integers().between(1, 5).map(n -> n == 1);
        return Combinators.combine(
                        rarely,
                        rarely,
                        instants().optional(0.3),
                        instants().optional(0.3),
                        Arbitraries.just(0),
                        instants().optional(0.3),
                        rarely)
                .as(UserFacts::new)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withChars("0123456789abcdef-")
                .ofMinLength(1)
                .ofMaxLength(36);
    }

    @Provide
    Arbitrary<Who> whos() {
        return Arbitraries.oneOf(
                Arbitraries.of("/a", "/a/b", "/a/b/c", "/ab", "/c").map(Group::new),
                Arbitraries.of(1, 5000, 9999, UserShare.POSITIONS).map(Share::new));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.integers()
                .between(0, 1000)
                .map(hours -> START.plus(Duration.ofHours(hours)))
                .withoutEdgeCases();
    }
}
