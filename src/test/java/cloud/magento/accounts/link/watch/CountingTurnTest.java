package cloud.magento.accounts.link.watch;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeSession;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The turn to count")
final class CountingTurnTest {

    private final FakeSession session = new FakeSession();
    private final CountingTurn first = new CountingTurn(Duration.ofMinutes(5));
    private final CountingTurn second = new CountingTurn(Duration.ofMinutes(5));

    @Test
    void isThatOfOneServerAsLongAsItRenewsIt() {
        assertThat(first.take(session.model())).isTrue();
        assertThat(second.take(session.model())).isFalse();
        assertThat(first.take(session.model())).isTrue();
        assertThat(second.take(session.model())).isFalse();
    }

    @Test
    void goesToAnotherServerOnceItExpires() {
        first.take(session.model());
        session.expireSingleUseObjects();

        assertThat(second.take(session.model())).isTrue();
        assertThat(first.take(session.model())).isFalse();
    }

    @Test
    void lastsLongerThanAPeriod() {
        first.take(session.model());

        assertThat(session.lifespanOf("magento-link.counting")).isEqualTo(451);
    }
}
