package cloud.magento.accounts.link.reminder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.magento.accounts.link.policy.Decision.Remind;
import cloud.magento.accounts.link.reminder.ReminderResult.End;
import cloud.magento.accounts.link.reminder.ReminderRun.Outcome;
import cloud.magento.accounts.link.report.DueReminders.Due;
import cloud.magento.accounts.link.report.DueReminders.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run of reminders")
final class ReminderRunTest {

    private Instant now = Instant.parse("2030-03-01T00:00:00Z");
    private final Fakes users = new Fakes();

    @Test
    void remindsAllUsersOfAllPages() {
        assertThat(run("", 600)).isEqualTo(new ReminderResult(12, 0, 0, "u12", End.COMPLETE));
        assertThat(users.reminded).hasSize(12);
    }

    @Test
    void continuesAfterAUser() {
        assertThat(run("u10", 600).sent()).isEqualTo(2);
    }

    @Test
    void goesOnBehindUsersWhomTheMailServerRejects() {
        IntStream.rangeClosed(1, 11).forEach(number -> users.outcomes.put(id(number), Outcome.RECIPIENT_REJECTED));

        assertThat(run("", 600)).isEqualTo(new ReminderResult(1, 11, 0, "u12", End.COMPLETE));
    }

    @Test
    void endsIfTheMailServerIsDownAndTheNextContinuesBehindTheFailures() {
        IntStream.rangeClosed(2, 6).forEach(number -> users.outcomes.put(id(number), Outcome.FAILED));

        ReminderResult result = run("", 600);
        assertThat(result).isEqualTo(new ReminderResult(1, 5, 0, "u06", End.MAIL_SERVER));
        assertThat(run(result.last(), 600)).isEqualTo(new ReminderResult(6, 0, 0, "u12", End.COMPLETE));
    }

    @Test
    void endsIfTheMailServerConfirmsNothing() {
        IntStream.rangeClosed(1, 12).forEach(number -> users.outcomes.put(id(number), Outcome.UNCONFIRMED));

        assertThat(run("", 600)).isEqualTo(new ReminderResult(0, 0, 5, "u05", End.MAIL_SERVER));
    }

    @Test
    void isNotStoppedByAnExceptionOfOneUser() {
        users.broken = "u03";

        assertThat(run("", 600)).isEqualTo(new ReminderResult(11, 1, 0, "u12", End.COMPLETE));
    }

    @Test
    void tellsWhatIsDoneIfTheNextUsersCannotBeRead() {
        users.unreadableAfter = "u05";

        assertThat(run("", 600)).isEqualTo(new ReminderResult(5, 0, 0, "u05", End.LIMIT));
    }

    @Test
    void failsIfNoUsersCanBeRead() {
        users.unreadableAfter = "u05";

        assertThatThrownBy(() -> run("u05", 600)).hasMessage("The database does not answer");
    }

    @Test
    void keepsItsPlaceIfTheNextUsersCannotBeReadAlsoIfNobodyWasDue() {
        users.isAnyDue = false;
        users.unreadableAfter = "u05";

        assertThat(run("", 600)).isEqualTo(new ReminderResult(0, 0, 0, "u05", End.LIMIT));
    }

    @Test
    void triesNoMoreMailsThanTheRate() {
        users.outcomes.put("u01", Outcome.RECIPIENT_REJECTED);
        users.outcomes.put("u02", Outcome.NOT_DUE);

        assertThat(run("", 3)).isEqualTo(new ReminderResult(2, 1, 0, "u04", End.LIMIT));
    }

    @Test
    void endsWhenTheTimeIsUp() {
        users.timeOfAMail = Duration.ofSeconds(15);

        assertThat(run("", 600)).isEqualTo(new ReminderResult(3, 0, 0, "u03", End.LIMIT));
    }

    @Test
    void endsWhenTheTimeIsUpAlsoIfNobodyIsDue() {
        users.isAnyDue = false;
        users.timeOfAPage = Duration.ofSeconds(45);

        assertThat(run("", 600)).isEqualTo(new ReminderResult(0, 0, 0, "u05", End.LIMIT));
    }

    /** Twelve mails at twelve in a minute take a minute. */
    @Test
    void isFollowedByAPauseThatCompletesTheTimeOfTheRate() {
        users.timeOfAMail = Duration.ofSeconds(3);

        assertThat(pauseAfter(12)).isEqualTo(Duration.ofSeconds(60 - 36));
    }

    @Test
    void isFollowedByNoPauseIfItWasSlowerThanTheRate() {
        users.timeOfAMail = Duration.ofSeconds(3);

        assertThat(pauseAfter(20)).isZero();
        assertThat(pauseAfter(600)).isZero();
    }

    @Test
    void isFollowedByNoPauseIfNobodyWasDue() {
        users.isAnyDue = false;

        assertThat(pauseAfter(1)).isZero();
    }

    /** A mail that fails is work for the mail server, too. */
    @Test
    void isFollowedByAPauseForMailsThatFailedToo() {
        users.outcomes.put("u01", Outcome.RECIPIENT_REJECTED);
        users.outcomes.put("u02", Outcome.UNCONFIRMED);
        users.outcomes.put("u03", Outcome.NOT_DUE);

        assertThat(pauseAfter(600)).isEqualTo(Duration.ofMillis(1100));
    }

    private Duration pauseAfter(int perMinute) {
        ReminderRun run = new ReminderRun(users, perMinute, "", () -> now);
        run.toEnd();
        return run.pause();
    }

    private ReminderResult run(String after, int perMinute) {
        return new ReminderRun(users, perMinute, after, () -> now).toEnd();
    }

    private static String id(int number) {
        return "u%02d".formatted(number);
    }

    /** Twelve users in pages of five. */
    private final class Fakes implements ReminderRun.Users {

        private final Map<String, Outcome> outcomes = new HashMap<>();
        private final List<String> reminded = new ArrayList<>();
        private String broken = "";
        private String unreadableAfter = "none";
        private boolean isAnyDue = true;
        private Duration timeOfAMail = Duration.ZERO;
        private Duration timeOfAPage = Duration.ZERO;

        @Override
        public Page page(String after) {
            now = now.plus(timeOfAPage);
            if (after.equals(unreadableAfter)) {
                throw new IllegalStateException("The database does not answer");
            }
            List<String> ids = IntStream.rangeClosed(1, 12)
                    .mapToObj(ReminderRunTest::id)
                    .filter(id -> id.compareTo(after) > 0)
                    .limit(5)
                    .toList();
            List<Due> due = ids.stream()
                    .filter(id -> isAnyDue)
                    .map(id -> new Due(id, 7, "magento:7", new Remind(Optional.of(now), 7, false, OptionalInt.empty())))
                    .toList();
            return new Page(due, ids.isEmpty() ? after : ids.get(ids.size() - 1), ids.size() < 5);
        }

        @Override
        public Outcome remind(String userId) {
            now = now.plus(timeOfAMail);
            reminded.add(userId);
            if (userId.equals(broken)) {
                throw new IllegalStateException("The user's store does not answer");
            }
            return outcomes.getOrDefault(userId, Outcome.SENT);
        }
    }
}
