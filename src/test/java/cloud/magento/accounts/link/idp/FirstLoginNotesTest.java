package cloud.magento.accounts.link.idp;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeAuthSession;
import cloud.magento.accounts.link.fakes.FakeRealm;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The client notes of a first login")
final class FirstLoginNotesTest {

    private final FakeAuthSession login = new FakeAuthSession(new FakeRealm("cloud").model())
            .withClientNote("magento-link.called-back", "1585756800000")
            .withClientNote("magento-link.claimed", "true\ncarol@example.com\nid-1");

    private static final Instant LATER = Instant.ofEpochMilli(1585756800001L);

    @Test
    void haveTheTimeOfTheCallback() {
        assertThat(FirstLogin.calledBackAt(login.model())).contains(Instant.ofEpochMilli(1585756800000L));
    }

    @Test
    void haveTheTimeOfANewCallback() {
        FirstLogin.noteCallback(login.model(), LATER);

        assertThat(FirstLogin.calledBackAt(login.model())).contains(LATER);
    }

    @Test
    void keepTheTimeIfTheFirstLoginHasBegun() {
        login.withAuthNote("BROKERED_CONTEXT", "{}");

        FirstLogin.noteCallback(login.model(), LATER);

        assertThat(FirstLogin.calledBackAt(login.model())).contains(Instant.ofEpochMilli(1585756800000L));
    }

    @Test
    void areRemovedAtTheEndOfTheLogin() {
        FirstLogin.removeNotes(login.model());

        assertThat(login.clientNotes()).isEmpty();
    }

    @Test
    void stayUntilTheFirstLoginHasEnded() {
        login.withAuthNote("BROKERED_CONTEXT", "{}");

        FirstLogin.removeNotes(login.model());

        assertThat(login.clientNotes()).hasSize(2);
    }
}
