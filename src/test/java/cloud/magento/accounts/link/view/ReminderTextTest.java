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
import cloud.magento.accounts.link.view.ConnectView.Reminder;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the page says about time")
final class ReminderTextTest {

    private static final Instant CUTOFF = Instant.parse("2020-04-01T07:00:00Z");

    private final LinkSettings settings = ((Usable) SettingsParser.parse(Map.of("snoozeDays", "3"))).settings();

    @Test
    void isTheDateAloneOnceItIsEnforced() {
        assertThat(text(new Enforce(CUTOFF)))
                .isEqualTo(new Reminder(true, false, date(), 0, "other", 0, "other", -1, "other"));
    }

    @Test
    void isTheDaysAndTheNotNowThatAreLeftBefore() {
        assertThat(text(new Remind(Optional.of(CUTOFF), 1, true, OptionalInt.of(2))))
                .isEqualTo(new Reminder(false, true, date(), 1, "one", 3, "other", 2, "other"));
    }

    @Test
    void hasNoDateWhereNoneIsSet() {
        assertThat(text(new Remind(Optional.empty(), 0, true, OptionalInt.empty())))
                .isEqualTo(new Reminder(false, true, "", 0, "other", 3, "other", -1, "other"));
    }

    @Test
    void offersNoNotNowWhereNoneIsLeft() {
        assertThat(text(new Remind(Optional.of(CUTOFF), 5, false, OptionalInt.of(0))))
                .isEqualTo(new Reminder(false, false, date(), 5, "other", 3, "other", 0, "other"));
    }

    @Test
    void isNothingWhereNothingIsDue() {
        assertThat(text(new Nothing(Reason.NOT_YET))).isEqualTo(Reminder.NONE);
    }

    private Reminder text(Decision decision) {
        return ReminderText.of(decision, settings, Locale.GERMAN);
    }

    private String date() {
        return InstantText.of(CUTOFF, settings.schedule().zone(), Locale.GERMAN);
    }
}
