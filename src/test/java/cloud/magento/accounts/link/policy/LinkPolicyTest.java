package cloud.magento.accounts.link.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.policy.Decision.Reported;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The policy")
final class LinkPolicyTest {

    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final Instant REMIND_FROM = pacific("2020-03-18T00:00");
    private static final Instant CUTOFF = pacific("2020-04-01T00:00");
    private static final Duration NANOSECOND = Duration.ofNanos(1);

    @Nested
    @DisplayName("at the cutoff")
    final class Cutoff {

        @Test
        void remindsTheInstantBefore() {
            assertThat(decide(Facts.unlinked(), CUTOFF.minus(NANOSECOND))).isInstanceOf(Remind.class);
        }

        @Test
        void enforcesAtTheInstantItself() {
            assertThat(decide(Facts.unlinked(), CUTOFF)).isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void enforcesTheInstantAfter() {
            assertThat(decide(Facts.unlinked(), CUTOFF.plus(NANOSECOND))).isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void doesNothingTheInstantBeforeIfNoUserIsReminded() {
            LinkPolicy policy = on(schedule(CUTOFF, null, 0), new SnoozeRules(1, 0));

            assertThat(policy.decide(Facts.unlinked().facts(), CUTOFF.minus(NANOSECOND)))
                    .isEqualTo(new Nothing(Reason.NOT_YET));
        }

        @Test
        void enforcesAtTheInstantItselfIfNoUserIsReminded() {
            LinkPolicy policy = on(schedule(CUTOFF, null, 0), new SnoozeRules(1, 0));

            assertThat(policy.decide(Facts.unlinked().facts(), CUTOFF)).isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void enforcesAlsoIfRemindersStartAtTheCutoff() {
            LinkPolicy policy = on(schedule(CUTOFF, CUTOFF, 0), new SnoozeRules(1, 0));

            assertThat(policy.decide(Facts.unlinked().facts(), CUTOFF)).isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void isNeverWithoutACutoff() {
            LinkPolicy policy = on(schedule(null, null, 0), new SnoozeRules(1, 0));

            assertThat(policy.decide(Facts.unlinked().facts(), Instant.parse("9999-12-31T00:00:00Z")))
                    .isEqualTo(new Nothing(Reason.NOT_YET));
        }
    }

    @Nested
    @DisplayName("at the start of the reminders")
    final class Reminders {

        @Test
        void doesNothingTheInstantBefore() {
            assertThat(decide(Facts.unlinked(), REMIND_FROM.minus(NANOSECOND))).isEqualTo(new Nothing(Reason.NOT_YET));
        }

        @Test
        void remindsAtTheInstantItself() {
            assertThat(decide(Facts.unlinked(), REMIND_FROM))
                    .isEqualTo(new Remind(Optional.of(CUTOFF), 14, true, OptionalInt.empty()));
        }

        @Test
        void remindsTheInstantAfter() {
            assertThat(decide(Facts.unlinked(), REMIND_FROM.plus(NANOSECOND))).isInstanceOf(Remind.class);
        }

        @Test
        void remindsWithoutADeadlineIfNoCutoffIsSet() {
            LinkPolicy policy = on(schedule(null, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(policy.decide(Facts.unlinked().facts(), REMIND_FROM))
                    .isEqualTo(new Remind(Optional.empty(), 0, true, OptionalInt.empty()));
        }
    }

    @Nested
    @DisplayName("with \"Not now\"")
    final class Snooze {

        private final Instant now = pacific("2020-03-20T09:00");

        @Test
        void doesNothingUntilTheInstantBeforeItEnds() {
            assertThat(decide(Facts.unlinked().snoozedUntil(now.plus(NANOSECOND)), now))
                    .isEqualTo(new Nothing(Reason.SNOOZED));
        }

        @Test
        void remindsAgainAtTheInstantItEnds() {
            assertThat(decide(Facts.unlinked().snoozedUntil(now), now)).isInstanceOf(Remind.class);
        }

        @Test
        void remindsAgainAfterItHasEnded() {
            assertThat(decide(Facts.unlinked().snoozedUntil(now.minus(NANOSECOND)), now))
                    .isInstanceOf(Remind.class);
        }

        @Test
        void enforcesTheCutoffBeforeItEnds() {
            assertThat(decide(Facts.unlinked().snoozedUntil(CUTOFF.plus(Duration.ofDays(7))), CUTOFF))
                    .isEqualTo(new Enforce(CUTOFF));
        }

        @ParameterizedTest
        @CsvSource({"0, 3, true", "2, 1, true", "3, 0, false", "4, 0, false"})
        void isOfferedUntilTheLimitIsReached(int used, int left, boolean postponable) {
            LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 3));

            Decision decision = policy.decide(Facts.unlinked().snoozes(used).facts(), now);

            assertThat(decision).isEqualTo(new Remind(Optional.of(CUTOFF), 12, postponable, OptionalInt.of(left)));
        }

        @Test
        void isAlwaysOfferedIfThereIsNoLimit() {
            assertThat(decide(Facts.unlinked().snoozes(1_000_000), now))
                    .isEqualTo(new Remind(Optional.of(CUTOFF), 12, true, OptionalInt.empty()));
        }

        @Test
        void isAlsoValidIfItIsTheLastOneOfTheLimit() {
            LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 3));

            assertThat(policy.decide(
                            Facts.unlinked()
                                    .snoozes(3)
                                    .snoozedUntil(now.plus(NANOSECOND))
                                    .facts(),
                            now))
                    .isEqualTo(new Nothing(Reason.SNOOZED));
        }
    }

    @Nested
    @DisplayName("with grace days")
    final class Grace {

        private final LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 10), new SnoozeRules(1, 0));

        @Test
        void doesNotChangeTheCutoffForUsersWhoWereAskedLongBefore() {
            assertThat(policy.decide(Facts.unlinked().firstAsked(REMIND_FROM).facts(), CUTOFF))
                    .isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void extendsPastTheCutoffForUsersWhoWereAskedLate() {
            Instant asked = pacific("2020-03-30T15:00");
            Instant end = pacific("2020-04-09T15:00");

            assertThat(policy.decide(Facts.unlinked().firstAsked(asked).facts(), end.minus(NANOSECOND)))
                    .isEqualTo(new Remind(Optional.of(end), 0, true, OptionalInt.empty()));
        }

        @Test
        void enforcesAfterTheLastGraceDay() {
            Instant asked = pacific("2020-03-30T15:00");
            Instant end = pacific("2020-04-09T15:00");

            assertThat(policy.decide(Facts.unlinked().firstAsked(asked).facts(), end))
                    .isEqualTo(new Enforce(end));
        }

        @Test
        void doesNotChangeTheCutoffIfTheGraceDaysEndAtTheCutoff() {
            Instant asked = pacific("2020-03-22T00:00");

            assertThat(policy.decide(Facts.unlinked().firstAsked(asked).facts(), CUTOFF))
                    .isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void countsFromNowForUsersWhoWereNeverAsked() {
            Instant now = pacific("2020-06-01T12:00");

            assertThat(policy.decide(Facts.unlinked().facts(), now))
                    .isEqualTo(new Remind(Optional.of(pacific("2020-06-11T12:00")), 10, true, OptionalInt.empty()));
        }

        @Test
        void givesNoGraceToALoginWithoutAPageBeforeTheUserWasAsked() {
            assertThat(policy.decide(Facts.unlinked().passive().facts(), CUTOFF))
                    .isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void givesTheRemainingGraceToALoginWithoutAPageAfterTheUserWasAsked() {
            Instant asked = pacific("2020-03-30T15:00");
            Instant end = pacific("2020-04-09T15:00");
            Facts script = Facts.unlinked().passive().firstAsked(asked);

            assertThat(policy.decide(script.facts(), end.minus(NANOSECOND)).showsPage())
                    .isFalse();
            assertThat(policy.decide(script.facts(), end)).isEqualTo(new Enforce(end));
        }

        @Test
        void asksFromTheCutoffIfNoUserIsRemindedBefore() {
            LinkPolicy withoutReminders = on(schedule(CUTOFF, null, 10), new SnoozeRules(1, 0));

            assertThat(withoutReminders.decide(Facts.unlinked().facts(), CUTOFF))
                    .isEqualTo(new Remind(Optional.of(pacific("2020-04-11T00:00")), 10, true, OptionalInt.empty()));
        }

        @Test
        void doesNotEnforceWithoutACutoff() {
            LinkPolicy withoutCutoff = on(schedule(null, REMIND_FROM, 10), new SnoozeRules(1, 0));

            assertThat(withoutCutoff.decide(
                            Facts.unlinked().firstAsked(REMIND_FROM).facts(), pacific("2030-01-01T00:00")))
                    .isInstanceOf(Remind.class);
        }

        @Test
        void endsAtTheSameLocalTimeIfTheClocksGoForward() {
            LinkPolicy oneDay = on(schedule(pacific("2020-01-01T00:00"), null, 1), new SnoozeRules(1, 0));
            Instant asked = pacific("2020-03-07T12:00");

            assertThat(oneDay.decide(Facts.unlinked().firstAsked(asked).facts(), pacific("2020-03-08T12:00")))
                    .isEqualTo(new Enforce(asked.plus(Duration.ofHours(23))));
        }

        @Test
        void endsAtTheSameLocalTimeIfTheClocksGoBack() {
            LinkPolicy oneDay = on(schedule(pacific("2020-01-01T00:00"), null, 1), new SnoozeRules(1, 0));
            Instant asked = pacific("2020-10-31T12:00");

            assertThat(oneDay.decide(Facts.unlinked().firstAsked(asked).facts(), pacific("2020-11-01T12:00")))
                    .isEqualTo(new Enforce(asked.plus(Duration.ofHours(25))));
        }
    }

    @Nested
    @DisplayName("with a personal deadline")
    final class PersonalDeadline {

        @Test
        void enforcesItBeforeTheCutoff() {
            Instant own = pacific("2020-03-20T00:00");

            assertThat(decide(Facts.unlinked().personalDeadline(own), own)).isEqualTo(new Enforce(own));
        }

        @Test
        void enforcesItAlsoBeforeTheFirstReminder() {
            Instant own = pacific("2020-02-01T00:00");

            assertThat(decide(Facts.unlinked().personalDeadline(own), own)).isEqualTo(new Enforce(own));
        }

        @Test
        void remindsPastTheCutoffUntilTheInstantBefore() {
            Instant own = pacific("2020-05-01T00:00");

            assertThat(decide(Facts.unlinked().personalDeadline(own), own.minus(NANOSECOND)))
                    .isEqualTo(new Remind(Optional.of(own), 1, true, OptionalInt.empty()));
        }

        @Test
        void enforcesItAfterTheCutoff() {
            Instant own = pacific("2020-05-01T00:00");

            assertThat(decide(Facts.unlinked().personalDeadline(own), own)).isEqualTo(new Enforce(own));
        }

        @Test
        void remindsFromTheCutoffIfNoUserIsRemindedBefore() {
            LinkPolicy withoutReminders = on(schedule(CUTOFF, null, 0), new SnoozeRules(1, 0));
            Instant own = pacific("2020-05-01T00:00");

            assertThat(withoutReminders.decide(
                            Facts.unlinked().personalDeadline(own).facts(), CUTOFF))
                    .isEqualTo(new Remind(Optional.of(own), 30, true, OptionalInt.empty()));
        }

        @Test
        void enforcesItWithoutACutoff() {
            LinkPolicy withoutCutoff = on(schedule(null, null, 0), new SnoozeRules(1, 0));
            Instant own = pacific("2020-05-01T00:00");

            assertThat(withoutCutoff.decide(
                            Facts.unlinked().personalDeadline(own).facts(), own))
                    .isEqualTo(new Enforce(own));
        }

        @Test
        void isNotMovedByGrace() {
            LinkPolicy withGrace = on(schedule(CUTOFF, REMIND_FROM, 30), new SnoozeRules(1, 0));
            Instant own = pacific("2020-03-20T00:00");

            assertThat(withGrace.decide(
                            Facts.unlinked()
                                    .firstAsked(own)
                                    .personalDeadline(own)
                                    .facts(),
                            own))
                    .isEqualTo(new Enforce(own));
        }
    }

    @Nested
    @DisplayName("in a login that cannot show a page")
    final class Passive {

        @Test
        void doesNothingBeforeTheDeadline() {
            assertThat(decide(Facts.unlinked().passive(), CUTOFF.minus(NANOSECOND)))
                    .isEqualTo(new Nothing(Reason.PASSIVE));
        }

        @Test
        void enforcesFromTheDeadline() {
            assertThat(decide(Facts.unlinked().passive(), CUTOFF)).isEqualTo(new Enforce(CUTOFF));
        }

        @Test
        void namesTheEarlyDateAsTheReasonBeforeTheFirstReminder() {
            assertThat(decide(Facts.unlinked().passive(), REMIND_FROM.minus(NANOSECOND)))
                    .isEqualTo(new Nothing(Reason.NOT_YET));
        }
    }

    @Nested
    @DisplayName("for users who do not have to connect")
    final class NotRequired {

        @Test
        void doesNotAskAConnectedUser() {
            assertThat(decide(Facts.unlinked().linked(), CUTOFF)).isEqualTo(new Nothing(Reason.CONNECTED));
        }

        @Test
        void doesNotAskAConnectedUserAfterThePersonalDeadline() {
            assertThat(decide(Facts.unlinked().linked().personalDeadline(REMIND_FROM), CUTOFF))
                    .isEqualTo(new Nothing(Reason.CONNECTED));
        }

        @Test
        void doesNotAskAnExemptUser() {
            assertThat(decide(Facts.unlinked().exempt(), CUTOFF)).isEqualTo(new Nothing(Reason.EXEMPT));
        }

        @Test
        void doesNotAskAnExemptUserAfterThePersonalDeadline() {
            assertThat(decide(Facts.unlinked().exempt().personalDeadline(REMIND_FROM), CUTOFF))
                    .isEqualTo(new Nothing(Reason.EXEMPT));
        }

        @Test
        void namesTheLinkAsTheReasonIfAConnectedUserIsExempt() {
            assertThat(decide(Facts.unlinked().linked().exempt(), CUTOFF)).isEqualTo(new Nothing(Reason.CONNECTED));
        }

        @Test
        void needsOnlyOneFactAboutAConnectedUser() {
            assertThat(policyWithDates().decide(UserFacts.connected(), CUTOFF))
                    .isEqualTo(new Nothing(Reason.CONNECTED));
        }
    }

    @Nested
    @DisplayName("in its modes")
    final class Modes {

        @Test
        void doesNothingIfOff() {
            LinkPolicy off = new LinkPolicy(Mode.OFF, schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(off.decide(Facts.unlinked().facts(), CUTOFF)).isEqualTo(new Nothing(Reason.OFF));
        }

        @Test
        void reportsThatItWouldEnforce() {
            assertThat(reportingPolicy().decide(Facts.unlinked().facts(), CUTOFF))
                    .isEqualTo(new Reported(new Enforce(CUTOFF)));
        }

        @Test
        void reportsThatItWouldRemind() {
            assertThat(reportingPolicy().decide(Facts.unlinked().facts(), REMIND_FROM))
                    .isEqualTo(new Reported(new Remind(Optional.of(CUTOFF), 14, true, OptionalInt.empty())));
        }

        @Test
        void reportsThatItWouldDoNothing() {
            assertThat(reportingPolicy().decide(UserFacts.connected(), CUTOFF))
                    .isEqualTo(new Reported(new Nothing(Reason.CONNECTED)));
        }

        @ParameterizedTest
        @CsvSource({
            "ON, false, true",
            "ON, true, false",
            "REPORT, false, false",
            "REPORT, true, false",
            "OFF, false, false",
            "OFF, true, false"
        })
        void appliesPrimaryLoginOnlyIfOnAndNotToExemptUsers(Mode mode, boolean exempt, boolean applies) {
            LinkPolicy policy = new LinkPolicy(mode, schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(policy.primaryLoginApplies(exempt)).isEqualTo(applies);
        }
    }

    @Nested
    @DisplayName("about the deadline ahead of a user who is not prompted")
    final class DeadlineAhead {

        private final Instant before = pacific("2020-03-01T12:00");
        private final Optional<Remind> inThirtyOneDays =
                Optional.of(new Remind(Optional.of(CUTOFF), 31, false, OptionalInt.empty()));

        @Test
        void namesTheCutoff() {
            assertThat(ahead(Facts.unlinked(), before)).isEqualTo(inThirtyOneDays);
        }

        @Test
        void namesItUntilTheInstantBefore() {
            assertThat(ahead(Facts.unlinked(), CUTOFF.minus(NANOSECOND))).isPresent();
            assertThat(ahead(Facts.unlinked(), CUTOFF)).isEmpty();
        }

        @Test
        void namesNoneToUsersWhoNeedNotConnect() {
            assertThat(ahead(Facts.unlinked().linked(), before)).isEmpty();
            assertThat(ahead(Facts.unlinked().exempt(), before)).isEmpty();
        }

        @Test
        void namesNoneWithoutACutoff() {
            LinkPolicy policy = on(schedule(null, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(policy.deadlineAhead(Facts.unlinked().facts(), before)).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(
                value = Mode.class,
                names = {"OFF", "REPORT"})
        void namesNoneIfTheModeIsNotOn(Mode mode) {
            LinkPolicy policy = new LinkPolicy(mode, schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(policy.deadlineAhead(Facts.unlinked().facts(), before)).isEmpty();
        }

        /** The deadline is then counted from the first prompt, which is still to come. */
        @Test
        void namesNoneIfAGracePeriodHasNotBegun() {
            LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 7), new SnoozeRules(1, 0));

            assertThat(policy.deadlineAhead(Facts.unlinked().facts(), before)).isEmpty();
            assertThat(policy.deadlineAhead(Facts.unlinked().firstAsked(before).facts(), before))
                    .isEqualTo(inThirtyOneDays);
            assertThat(policy.deadlineAhead(
                            Facts.unlinked().personalDeadline(CUTOFF).facts(), before))
                    .isEqualTo(inThirtyOneDays);
        }

        /** A mail can announce the cutoff as long as a first prompt, even now, would not move it. */
        @Test
        void announcesTheCutoffUntilAGracePeriodCouldMoveIt() {
            LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 7), new SnoozeRules(1, 0));
            Instant sevenDaysBefore = pacific("2020-03-25T00:00");

            assertThat(policy.deadlineToAnnounce(Facts.unlinked().facts(), before))
                    .isEqualTo(inThirtyOneDays);
            assertThat(policy.deadlineToAnnounce(Facts.unlinked().facts(), sevenDaysBefore))
                    .map(Remind::daysLeft)
                    .contains(7);
            assertThat(policy.deadlineToAnnounce(Facts.unlinked().facts(), sevenDaysBefore.plus(NANOSECOND)))
                    .isEmpty();
            assertThat(policy.deadlineToAnnounce(
                            Facts.unlinked().firstAsked(sevenDaysBefore).facts(), sevenDaysBefore.plus(NANOSECOND)))
                    .map(Remind::daysLeft)
                    .contains(7);
        }

        @Test
        void announcesTheCutoffOfTheWave() {
            LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 7), new SnoozeRules(1, 0));
            Instant ofWave = pacific("2020-03-20T00:00");
            UserFacts user =
                    Facts.unlinked().facts().inWave(new Wave(new Wave.Share(500), schedule(ofWave, REMIND_FROM, 7)));

            assertThat(policy.deadlineToAnnounce(user, before))
                    .map(Remind::daysLeft)
                    .contains(19);
            assertThat(policy.deadlineToAnnounce(
                            user, pacific("2020-03-13T00:00").plus(NANOSECOND)))
                    .isEmpty();
            assertThat(policy.deadlineToAnnounce(user, ofWave)).isEmpty();
        }

        @Test
        void announcesNothingToUsersWhoNeedNotConnect() {
            LinkPolicy policy = on(schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(policy.deadlineToAnnounce(Facts.unlinked().linked().facts(), before))
                    .isEmpty();
            assertThat(policy.deadlineToAnnounce(Facts.unlinked().exempt().facts(), before))
                    .isEmpty();
            assertThat(policy.deadlineToAnnounce(Facts.unlinked().facts(), CUTOFF))
                    .isEmpty();
            assertThat(new LinkPolicy(Mode.REPORT, schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0))
                            .deadlineToAnnounce(Facts.unlinked().facts(), before))
                    .isEmpty();
        }

        private Optional<Remind> ahead(Facts user, Instant now) {
            return on(schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0)).deadlineAhead(user.facts(), now);
        }
    }

    @Nested
    @DisplayName("asked before the cutoff what it will do")
    final class Forecast {

        private final Instant before = pacific("2020-03-01T00:00");
        private final LinkPolicy withGrace = on(schedule(CUTOFF, REMIND_FROM, 10), new SnoozeRules(1, 0));

        @Test
        void answersUntilTheInstantBefore() {
            assertThat(atCutoff(Facts.unlinked(), CUTOFF.minus(NANOSECOND))).contains(new Enforce(CUTOFF));
        }

        @Test
        void answersNothingAtTheInstantItself() {
            assertThat(atCutoff(Facts.unlinked(), CUTOFF)).isEmpty();
        }

        @Test
        void answersNothingTheInstantAfter() {
            assertThat(atCutoff(Facts.unlinked(), CUTOFF.plus(NANOSECOND))).isEmpty();
        }

        @Test
        void answersNothingAfterwardsAlsoForAUserWithALaterDeadline() {
            assertThat(atCutoff(Facts.unlinked().personalDeadline(pacific("2020-05-01T00:00")), CUTOFF))
                    .isEmpty();
        }

        @Test
        void answersNothingWithoutACutoff() {
            LinkPolicy withoutCutoff = on(schedule(null, REMIND_FROM, 0), new SnoozeRules(1, 0));
            Facts user = Facts.unlinked().personalDeadline(pacific("2020-05-01T00:00"));

            assertThat(withoutCutoff.decideAtCutoff(user.facts(), before)).isEmpty();
        }

        @Test
        void answersNothingIfOff() {
            LinkPolicy off = new LinkPolicy(Mode.OFF, schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));

            assertThat(off.decideAtCutoff(Facts.unlinked().facts(), before)).isEmpty();
        }

        @Test
        void answersAsReportedInModeReport() {
            assertThat(reportingPolicy().decideAtCutoff(Facts.unlinked().facts(), before))
                    .contains(new Reported(new Enforce(CUTOFF)));
        }

        @Test
        void answersThatNotNowEndsAtTheCutoff() {
            assertThat(atCutoff(Facts.unlinked().snoozedUntil(CUTOFF.plus(Duration.ofDays(7))), before))
                    .contains(new Enforce(CUTOFF));
        }

        @Test
        void answersThatNotNowHoldsForAUserWithALaterDeadline() {
            Facts user = Facts.unlinked()
                    .snoozedUntil(CUTOFF.plus(NANOSECOND))
                    .personalDeadline(pacific("2020-05-01T00:00"));

            assertThat(atCutoff(user, before)).contains(new Nothing(Reason.SNOOZED));
        }

        @Test
        void answersThatALaterDeadlineIsStillAhead() {
            Instant own = pacific("2020-05-01T00:00");

            assertThat(atCutoff(Facts.unlinked().personalDeadline(own), before))
                    .contains(new Remind(Optional.of(own), 30, true, OptionalInt.empty()));
        }

        @Test
        void answersThatAnEarlierDeadlineHasPassed() {
            Instant own = pacific("2020-03-20T00:00");

            assertThat(atCutoff(Facts.unlinked().personalDeadline(own), before)).contains(new Enforce(own));
        }

        @Test
        void answersThatTheGraceDaysBeginForAUserWhoWasNeverAsked() {
            assertThat(withGrace.decideAtCutoff(Facts.unlinked().facts(), before))
                    .contains(new Remind(Optional.of(pacific("2020-04-11T00:00")), 10, true, OptionalInt.empty()));
        }

        @Test
        void answersThatTheGraceDaysGoOnForAUserWhoWasAskedLate() {
            Instant asked = pacific("2020-03-30T15:00");

            assertThat(withGrace.decideAtCutoff(
                            Facts.unlinked().firstAsked(asked).facts(), asked))
                    .contains(new Remind(Optional.of(pacific("2020-04-09T15:00")), 8, true, OptionalInt.empty()));
        }

        @Test
        void answersThatTheGraceDaysAreOverForAUserWhoWasAskedLongBefore() {
            assertThat(withGrace.decideAtCutoff(
                            Facts.unlinked().firstAsked(REMIND_FROM).facts(), REMIND_FROM))
                    .contains(new Enforce(CUTOFF));
        }

        @Test
        void answersThatALoginWithoutAPageIsRejected() {
            assertThat(atCutoff(Facts.unlinked().passive(), before)).contains(new Enforce(CUTOFF));
            assertThat(withGrace.decideAtCutoff(Facts.unlinked().passive().facts(), before))
                    .contains(new Enforce(CUTOFF));
        }

        @Test
        void answersThatALoginWithoutAPageGoesOnInTheGraceDays() {
            Facts script = Facts.unlinked().passive().firstAsked(pacific("2020-03-30T15:00"));

            assertThat(withGrace.decideAtCutoff(script.facts(), CUTOFF.minus(NANOSECOND)))
                    .contains(new Nothing(Reason.PASSIVE));
        }

        @Test
        void answersThatItDoesNotConcernConnectedAndExemptUsers() {
            assertThat(atCutoff(Facts.unlinked().linked(), before)).contains(new Nothing(Reason.CONNECTED));
            assertThat(atCutoff(Facts.unlinked().exempt(), before)).contains(new Nothing(Reason.EXEMPT));
        }

        private Optional<Decision> atCutoff(Facts user, Instant now) {
            return policyWithDates().decideAtCutoff(user.facts(), now);
        }
    }

    @Nested
    @DisplayName("counts the days left")
    final class DaysLeft {

        @ParameterizedTest(name = "at {0}: {1}")
        @CsvSource({
            "2020-03-31T00:00, 1",
            "2020-03-31T23:59, 1",
            "2020-03-30T23:59, 2",
            "2020-03-18T00:00, 14",
        })
        void asCalendarDaysOfTheZone(String now, int days) {
            assertThat(daysLeft(CUTOFF, pacific(now))).isEqualTo(days);
        }

        @Test
        void asZeroOnTheDayOfTheDeadline() {
            assertThat(daysLeft(pacific("2020-04-01T17:00"), pacific("2020-04-01T00:00")))
                    .isZero();
        }

        @Test
        void asOneOnTheDayBeforeEvenIfOnlyMinutesRemain() {
            assertThat(daysLeft(pacific("2020-04-01T00:01"), pacific("2020-03-31T23:59")))
                    .isEqualTo(1);
        }

        @ParameterizedTest(name = "from {0} to {1}: {2}")
        @CsvSource({
            // 8 March has 23 hours, 1 November has 25.
            "2020-03-07T23:30, 2020-03-09T00:00, 2",
            "2020-03-08T00:00, 2020-03-09T00:00, 1",
            "2020-03-08T01:59, 2020-03-08T23:00, 0",
            "2020-10-31T23:30, 2020-11-02T00:00, 2",
            "2020-11-01T00:00, 2020-11-02T00:00, 1",
            "2020-11-01T00:00, 2020-11-01T23:59, 0",
        })
        void acrossTheChangesOfTheClocks(String now, String deadline, int days) {
            assertThat(daysLeft(pacific(deadline), pacific(now))).isEqualTo(days);
        }

        @Test
        void inTheZoneOfTheSettingsAndNotInUtc() {
            // The two instants are on different days in UTC, and on the same day in Los Angeles.
            Instant now = Instant.parse("2020-03-31T23:00:00Z");
            Instant deadline = Instant.parse("2020-04-01T06:00:00Z");

            assertThat(daysLeft(deadline, now)).isZero();
        }

        private int daysLeft(Instant deadline, Instant now) {
            LinkPolicy policy = on(schedule(deadline, pacific("2020-01-01T00:00"), 0), new SnoozeRules(1, 0));
            return ((Remind) policy.decide(Facts.unlinked().facts(), now)).daysLeft();
        }
    }

    private static Decision decide(Facts user, Instant now) {
        return policyWithDates().decide(user.facts(), now);
    }

    private static LinkPolicy policyWithDates() {
        return on(schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));
    }

    private static LinkPolicy reportingPolicy() {
        return new LinkPolicy(Mode.REPORT, schedule(CUTOFF, REMIND_FROM, 0), new SnoozeRules(1, 0));
    }

    private static LinkPolicy on(Schedule schedule, SnoozeRules snooze) {
        return new LinkPolicy(Mode.ON, schedule, snooze);
    }

    private static Schedule schedule(Instant cutoff, Instant remindFrom, int graceDays) {
        return new Schedule(Optional.ofNullable(cutoff), Optional.ofNullable(remindFrom), PACIFIC, graceDays);
    }

    private static Instant pacific(String local) {
        return LocalDateTime.parse(local).atZone(PACIFIC).toInstant();
    }
}
