package cloud.magento.accounts.link.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The turn to remind")
final class ReminderTurnTest {

    private static final String KEY = "magento-link.reminders.realm";

    private final FakeSession session = new FakeSession();
    private final ReminderTurn first = new ReminderTurn("realm");
    private final ReminderTurn second = new ReminderTurn("realm");

    @Test
    void isThatOfOneRun() {
        assertThat(first.take(session.model())).isTrue();
        assertThat(second.take(session.model())).isFalse();

        first.end(session.model(), Duration.ZERO);
        assertThat(second.take(session.model())).isTrue();
    }

    @Test
    void isFollowedByThePauseOfTheRunInWholeSeconds() {
        first.take(session.model());
        first.end(session.model(), Duration.ofMillis(29_001));

        assertThat(session.lifespanOf(KEY)).isEqualTo(30);
        assertThat(second.take(session.model())).isFalse();
    }

    @Test
    void isFollowedByNoSecondTooMany() {
        first.take(session.model());
        first.end(session.model(), Duration.ofSeconds(30));

        assertThat(session.lifespanOf(KEY)).isEqualTo(30);
    }

    @Test
    void isNotEndedByARunWhoseTurnHasExpired() {
        first.take(session.model());
        session.expireSingleUseObjects();
        second.take(session.model());

        first.end(session.model(), Duration.ofSeconds(30));

        assertThat(session.lifespanOf(KEY)).isEqualTo(180);
        assertThat(new ReminderTurn("realm").take(session.model())).isFalse();
    }

    @Test
    void thatHasExpiredLeavesNoPause() {
        first.take(session.model());
        session.expireSingleUseObjects();

        first.end(session.model(), Duration.ofSeconds(30));

        assertThat(second.take(session.model())).isTrue();
    }
}
