package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import cloud.magento.accounts.link.policy.Wave.Group;
import cloud.magento.accounts.link.policy.Wave.Share;
import cloud.magento.accounts.link.policy.Wave.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Stages")
final class StagesTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant WAVE_REMIND_FROM = Instant.parse("2030-02-01T00:00:00Z");
    private static final Instant WAVE_CUTOFF = Instant.parse("2030-03-01T00:00:00Z");
    private static final Instant REMIND_FROM = Instant.parse("2030-05-01T00:00:00Z");
    private static final Instant CUTOFF = Instant.parse("2030-06-01T00:00:00Z");
    private static final Rehearsal REHEARSAL =
            new Rehearsal(Instant.parse("2030-01-10T09:00:00Z"), Instant.parse("2030-01-10T12:00:00Z"));
    private static final Duration NANOSECOND = Duration.ofNanos(1);

    /** An id with the position 0, so that each share includes it. */
    private static final String FIRST_USER = "_";

    @Nested
    @DisplayName("as waves")
    final class Waves {

        @Test
        void areThoseOfTheFirstWaveThatIncludesTheUser() {
            Wave first = wave(new Share(500));
            Wave second = wave(new Group("/partners"));
            Stages stages = stages(first, second);

            assertThat(stages.waveOf(FIRST_USER, path -> true)).contains(first);
            assertThat(stages.waveOf("z", path -> true)).contains(second);
            assertThat(stages.waveOf("z", path -> false)).isEmpty();
        }

        @Test
        void askForNoGroupAfterTheWaveThatIncludesTheUser() {
            List<String> asked = new ArrayList<>();
            Stages stages = stages(wave(new Group("/a")), wave(new Share(500)), wave(new Group("/b")));

            stages.waveOf(FIRST_USER, path -> {
                asked.add(path);
                return false;
            });

            assertThat(asked).containsExactly("/a");
        }

        @Test
        void replaceTheGeneralDates() {
            UserFacts user = Facts.unlinked().facts().inWave(wave(new Share(500)));

            assertThat(on().decide(user, WAVE_REMIND_FROM.minus(NANOSECOND))).isEqualTo(new Nothing(Reason.NOT_YET));
            assertThat(on().decide(user, WAVE_REMIND_FROM))
                    .isEqualTo(new Remind(Optional.of(WAVE_CUTOFF), 28, true, OptionalInt.empty()));
            assertThat(on().decide(user, WAVE_CUTOFF)).isEqualTo(new Enforce(WAVE_CUTOFF));
        }

        @Test
        void changeNothingForOthers() {
            assertThat(on().decide(Facts.unlinked().facts(), WAVE_CUTOFF)).isEqualTo(new Nothing(Reason.NOT_YET));
        }

        @Test
        void doNotReplaceAPersonalDeadline() {
            Instant own = Instant.parse("2030-04-01T00:00:00Z");
            UserFacts user = Facts.unlinked().personalDeadline(own).facts().inWave(wave(new Share(500)));

            assertThat(on().decide(user, own.minus(NANOSECOND))).isInstanceOf(Remind.class);
            assertThat(on().decide(user, own)).isEqualTo(new Enforce(own));
        }

        @Test
        void tellTheDecisionAtTheirOwnCutoff() {
            UserFacts user = Facts.unlinked().facts().inWave(wave(new Share(500)));

            assertThat(on().decideAtCutoff(user, WAVE_CUTOFF.minus(NANOSECOND))).contains(new Enforce(WAVE_CUTOFF));
            assertThat(on().decideAtCutoff(user, WAVE_CUTOFF)).isEmpty();
        }

        @Test
        void tellTheirOwnDeadlineAhead() {
            UserFacts user = Facts.unlinked().facts().inWave(wave(new Share(500)));

            assertThat(on().deadlineAhead(user, WAVE_REMIND_FROM).flatMap(Remind::deadline))
                    .contains(WAVE_CUTOFF);
        }

        @Test
        void keepTheGraceDays() {
            Schedule schedule = new Schedule(Optional.of(WAVE_CUTOFF), Optional.empty(), UTC, 10);
            UserFacts user =
                    Facts.unlinked().firstAsked(WAVE_CUTOFF).facts().inWave(new Wave(new Share(500), schedule));

            assertThat(on().decide(user, WAVE_CUTOFF)).isInstanceOf(Remind.class);
            assertThat(on().decide(user, WAVE_CUTOFF.plus(Duration.ofDays(10)))).isInstanceOf(Enforce.class);
        }

        @ParameterizedTest
        @CsvSource({"1, 0.01%", "50, 0.5%", "100, 1%", "500, 5%", "1000, 10%", "1225, 12.25%", "10000, 100%"})
        void areNamedByTheirShare(int hundredths, String name) {
            assertThat(wave(new Share(hundredths)).name()).isEqualTo(name);
        }

        @Test
        void areNamedByTheirGroup() {
            assertThat(wave(new Group("/a b/c")).name()).isEqualTo("/a b/c");
        }

        @ParameterizedTest
        @CsvSource({
            "/a, /a, true",
            "/a, /a/b, true",
            "/a/b, /a, false",
            "/a, /ab, false",
            "500, 500, true",
            "500, 499, true",
            "500, 501, false",
            "/a, 500, false",
            "9999, /a, false",
            "10000, /a, true",
        })
        void knowWhichOthersTheyCover(String who, String other, boolean covers) {
            assertThat(who(who).covers(who(other))).isEqualTo(covers);
        }

        private static Who who(String text) {
            return text.startsWith("/") ? new Group(text) : new Share(Integer.parseInt(text));
        }
    }

    @Nested
    @DisplayName("as exempt clients")
    final class ExemptClients {

        private final UserFacts user = Facts.unlinked().facts().inLoginToExemptClient();

        @Test
        void areThoseThatAreNamed() {
            Stages stages = new Stages(List.of(), List.of("legacy"), List.of());

            assertThat(stages.isExemptClient("legacy")).isTrue();
            assertThat(stages.isExemptClient("Legacy")).isFalse();
        }

        @Test
        void areLeftAlone() {
            assertThat(on().decide(user, CUTOFF)).isEqualTo(new Nothing(Reason.CLIENT_EXEMPT));
            assertThat(on().decide(user, REHEARSAL.start())).isEqualTo(new Nothing(Reason.CLIENT_EXEMPT));
            assertThat(on().decideAtCutoff(user, REMIND_FROM)).contains(new Nothing(Reason.CLIENT_EXEMPT));
            assertThat(on().deadlineAhead(user, REMIND_FROM)).isEmpty();
        }

        @Test
        void areLeftAloneAlsoByAPersonalDeadline() {
            UserFacts late =
                    Facts.unlinked().personalDeadline(REMIND_FROM).facts().inLoginToExemptClient();

            assertThat(on().decide(late, CUTOFF)).isEqualTo(new Nothing(Reason.CLIENT_EXEMPT));
        }

        @Test
        void doNotHideThatAUserIsConnectedOrExempt() {
            assertThat(on().decide(Facts.unlinked().exempt().facts().inLoginToExemptClient(), CUTOFF))
                    .isEqualTo(new Nothing(Reason.EXEMPT));
            assertThat(on().decide(Facts.unlinked().linked().facts().inLoginToExemptClient(), CUTOFF))
                    .isEqualTo(new Nothing(Reason.CONNECTED));
        }
    }

    @Nested
    @DisplayName("as rehearsals")
    final class Rehearsals {

        private final Enforce rehearsed = new Enforce(CUTOFF, Optional.of(REHEARSAL.end()));

        @Test
        void enforceFromTheStartUntilTheInstantBeforeTheEnd() {
            UserFacts user = Facts.unlinked().facts();

            assertThat(on().decide(user, REHEARSAL.start().minus(NANOSECOND))).isEqualTo(new Nothing(Reason.NOT_YET));
            assertThat(on().decide(user, REHEARSAL.start())).isEqualTo(rehearsed);
            assertThat(on().decide(user, REHEARSAL.end().minus(NANOSECOND))).isEqualTo(rehearsed);
            assertThat(on().decide(user, REHEARSAL.end())).isEqualTo(new Nothing(Reason.NOT_YET));
        }

        @Test
        void enforceDuringNotNow() {
            assertThat(on().decide(Facts.unlinked().snoozedUntil(CUTOFF).facts(), REHEARSAL.start()))
                    .isEqualTo(rehearsed);
        }

        @Test
        void enforceInALoginThatCannotShowAPage() {
            assertThat(on().decide(Facts.unlinked().passive().facts(), REHEARSAL.start()))
                    .isEqualTo(rehearsed);
        }

        @Test
        void enforceForUsersOfWavesAndForUsersWithAPersonalDeadline() {
            UserFacts inWave = Facts.unlinked().facts().inWave(wave(new Share(500)));
            Instant own = Instant.parse("2031-01-01T00:00:00Z");

            assertThat(on().decide(inWave, REHEARSAL.start()))
                    .isEqualTo(new Enforce(WAVE_CUTOFF, Optional.of(REHEARSAL.end())));
            assertThat(on().decide(Facts.unlinked().personalDeadline(own).facts(), REHEARSAL.start()))
                    .isEqualTo(new Enforce(own, Optional.of(REHEARSAL.end())));
        }

        @Test
        void givesNoGrace() {
            LinkPolicy policy = new LinkPolicy(
                    Mode.ON,
                    new Schedule(Optional.of(CUTOFF), Optional.empty(), UTC, 30),
                    new SnoozeRules(1, 0),
                    rehearsal());

            assertThat(policy.decide(Facts.unlinked().facts(), REHEARSAL.start()))
                    .isInstanceOf(Enforce.class);
        }

        @Test
        void areOfNoEffectForUsersWithoutADeadline() {
            LinkPolicy policy = new LinkPolicy(
                    Mode.ON,
                    new Schedule(Optional.empty(), Optional.empty(), UTC, 0),
                    new SnoozeRules(1, 0),
                    rehearsal());

            assertThat(policy.decide(Facts.unlinked().facts(), REHEARSAL.start()))
                    .isEqualTo(new Nothing(Reason.NOT_YET));
        }

        @Test
        void areOfNoEffectOnADeadlineThatHasCome() {
            Instant own = Instant.parse("2030-01-01T00:00:00Z");

            assertThat(on().decide(Facts.unlinked().personalDeadline(own).facts(), REHEARSAL.start()))
                    .isEqualTo(new Enforce(own));
        }

        @Test
        void leaveConnectedAndExemptUsersAlone() {
            assertThat(on().decide(Facts.unlinked().linked().facts(), REHEARSAL.start()))
                    .isEqualTo(new Nothing(Reason.CONNECTED));
            assertThat(on().decide(Facts.unlinked().exempt().facts(), REHEARSAL.start()))
                    .isEqualTo(new Nothing(Reason.EXEMPT));
        }

        @Test
        void areRecordedInModeReport() {
            LinkPolicy policy = new LinkPolicy(Mode.REPORT, general(), new SnoozeRules(1, 0), rehearsal());

            assertThat(policy.decide(Facts.unlinked().facts(), REHEARSAL.start()))
                    .isEqualTo(new Reported(rehearsed));
        }

        @Test
        void doNotCountForTheDecisionAtTheCutoff() {
            Rehearsal atWaveCutoff = new Rehearsal(WAVE_CUTOFF, WAVE_CUTOFF.plus(Duration.ofHours(1)));
            LinkPolicy policy = new LinkPolicy(
                    Mode.ON, general(), new SnoozeRules(1, 0), new Stages(List.of(), List.of(), List.of(atWaveCutoff)));
            Schedule withGrace = new Schedule(Optional.of(WAVE_CUTOFF), Optional.empty(), UTC, 10);
            UserFacts user = Facts.unlinked().facts().inWave(new Wave(new Share(500), withGrace));

            assertThat(policy.decide(user, WAVE_CUTOFF)).isInstanceOf(Enforce.class);
            assertThat(policy.decideAtCutoff(user, WAVE_REMIND_FROM)).containsInstanceOf(Remind.class);
        }

        @Test
        void overlapIfTheyShareAnInstant() {
            Instant start = REHEARSAL.start();
            Instant end = REHEARSAL.end();

            assertThat(REHEARSAL.overlaps(REHEARSAL)).isTrue();
            assertThat(REHEARSAL.overlaps(new Rehearsal(start.minus(NANOSECOND), start)))
                    .isFalse();
            assertThat(REHEARSAL.overlaps(new Rehearsal(end, end.plus(NANOSECOND))))
                    .isFalse();
            assertThat(REHEARSAL.overlaps(new Rehearsal(start.minus(NANOSECOND), start.plus(NANOSECOND))))
                    .isTrue();
        }
    }

    private static Wave wave(Who who) {
        return new Wave(who, new Schedule(Optional.of(WAVE_CUTOFF), Optional.of(WAVE_REMIND_FROM), UTC, 0));
    }

    private static Stages stages(Wave... waves) {
        return new Stages(List.of(waves), List.of(), List.of());
    }

    private static Stages rehearsal() {
        return new Stages(List.of(), List.of(), List.of(REHEARSAL));
    }

    private static Schedule general() {
        return new Schedule(Optional.of(CUTOFF), Optional.of(REMIND_FROM), UTC, 0);
    }

    private static LinkPolicy on() {
        return new LinkPolicy(Mode.ON, general(), new SnoozeRules(1, 0), rehearsal());
    }
}
