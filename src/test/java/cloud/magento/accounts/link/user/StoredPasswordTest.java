package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeUser;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The time of the password")
final class StoredPasswordTest {

    private static final Instant NOW = Instant.parse("2020-04-01T16:00:00Z");
    private static final Instant AN_HOUR_AGO = NOW.minus(Duration.ofHours(1));

    @Test
    void isItsCreation() {
        assertThat(StoredPassword.since(
                        new FakeUser("carol").withPasswordSetAt(NOW).model()))
                .isEqualTo(NOW);
    }

    @Test
    void isTheLatestOfSeveral() {
        assertThat(StoredPassword.since(new FakeUser("carol")
                        .withPasswordSetAt(AN_HOUR_AGO)
                        .withPasswordSetAt(NOW)
                        .withPasswordSetAt(AN_HOUR_AGO)
                        .model()))
                .isEqualTo(NOW);
    }

    @Test
    void isInTheFarPastIfThereIsNone() {
        assertThat(StoredPassword.since(new FakeUser("carol").model())).isEqualTo(Instant.EPOCH);
    }

    @Test
    void isInTheFarPastIfNoTimeIsStored() {
        assertThat(StoredPassword.since(
                        new FakeUser("carol").withPasswordSetAt(null).model()))
                .isEqualTo(Instant.EPOCH);
    }
}
