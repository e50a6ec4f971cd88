package cloud.magento.accounts.link.view;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.config.ParsedSettings.Usable;
import cloud.magento.accounts.link.config.SettingsParser;
import cloud.magento.accounts.link.policy.Decision;
import cloud.magento.accounts.link.policy.Decision.Enforce;
import cloud.magento.accounts.link.policy.Decision.Nothing;
import cloud.magento.accounts.link.policy.Decision.Reason;
import cloud.magento.accounts.link.policy.Decision.Remind;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the page says about the deadline and \"Not now\"")
final class ReminderTest {

    private static final Instant CUTOFF = Instant.parse("2020-04-01T07:00:00Z");

    private final LinkSettings settings = ((Usable) SettingsParser.parse(Map.of("snoozeDays", "3"))).settings();

    @Test
    void hasNoDateIfConnectingIsEnforced() {
        assertThat(reminder(new Enforce(CUTOFF)))
                .isEqualTo(new Reminder(true, false, "", false, false, 0, "other", 0, "other", -1, "other", ""));
    }

    @Test
    void isTheEndOfARehearsalAfterWhichTheUserHasMoreTime() {
        Instant end = CUTOFF.minusSeconds(1);

        assertThat(reminder(new Enforce(CUTOFF, Optional.of(end))))
                .isEqualTo(new Reminder(
                        true,
                        false,
                        "",
                        false,
                        false,
                        0,
                        "other",
                        0,
                        "other",
                        -1,
                        "other",
                        InstantText.of(end, settings.schedule().zone(), Locale.GERMAN)));
    }

    @Test
    void isNotTheEndOfARehearsalThatLeadsToTheDeadline() {
        assertThat(reminder(new Enforce(CUTOFF, Optional.of(CUTOFF))).rehearsalEnd())
                .isEmpty();
    }

    @Test
    void isTheDaysAndTheNotNowThatAreLeftBeforeTheDeadline() {
        assertThat(reminder(new Remind(Optional.of(CUTOFF), 1, true, OptionalInt.of(2))))
                .isEqualTo(new Reminder(false, true, lastDay(), true, true, 1, "one", 3, "other", 2, "other", ""));
    }

    @Test
    void hasNoDateIfThereIsNoDeadline() {
        assertThat(reminder(new Remind(Optional.empty(), 0, true, OptionalInt.empty())))
                .isEqualTo(new Reminder(false, true, "", false, true, 0, "other", 3, "other", -1, "other", ""));
    }

    @Test
    void offersNoNotNowIfNoneIsLeft() {
        assertThat(reminder(new Remind(Optional.of(CUTOFF), 5, false, OptionalInt.of(0))))
                .isEqualTo(new Reminder(false, false, lastDay(), true, false, 5, "other", 3, "other", 0, "other", ""));
    }

    @Test
    void hasTheTimeOfADeadlineDuringTheDay() {
        Instant nine = Instant.parse("2020-04-01T16:00:00Z");

        Reminder reminder = reminder(new Remind(Optional.of(nine), 1, true, OptionalInt.empty()));

        assertThat(reminder.endsWithDay()).isFalse();
        assertThat(reminder.deadline())
                .isEqualTo(InstantText.of(nine, settings.schedule().zone(), Locale.GERMAN));
    }

    @ParameterizedTest(name = "{0}, {1} days left: {2}")
    @CsvSource({
        "2020-04-01T07:00:00Z, 2, false",
        "2020-04-01T07:00:00Z, 1, true",
        "2020-04-01T16:00:00Z, 1, false",
        "2020-04-01T16:00:00Z, 0, true"
    })
    void saysThatTodayIsTheLastDay(Instant deadline, int daysLeft, boolean lastDay) {
        assertThat(reminder(new Remind(Optional.of(deadline), daysLeft, true, OptionalInt.empty()))
                        .lastDay())
                .isEqualTo(lastDay);
    }

    @Test
    void isNothingIfNothingIsDue() {
        assertThat(reminder(new Nothing(Reason.NOT_YET))).isEqualTo(Reminder.NONE);
    }

    private Reminder reminder(Decision decision) {
        return Reminder.of(decision, settings, Locale.GERMAN);
    }

    private static String lastDay() {
        return "31. März 2020 (Nordamerikanische Westküstenzeit)";
    }
}
