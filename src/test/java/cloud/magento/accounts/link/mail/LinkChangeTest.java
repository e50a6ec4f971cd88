package cloud.magento.accounts.link.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The notice of a change")
final class LinkChangeTest {

    private final LinkChange start = new LinkChange(
            "cloud",
            "carol",
            "magento",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "192.0.2.1",
            Instant.EPOCH);

    @Test
    void saysConnected() {
        assertThat(start.connectedTo("bob").kind()).isEqualTo("Linked");
    }

    @Test
    void saysDisconnected() {
        assertThat(start.disconnectedFrom("bob").kind()).isEqualTo("Unlinked");
    }

    @Test
    void saysReplacedWhereOneFollowsTheOther() {
        assertThat(start.disconnectedFrom("bob").connectedTo("rob").kind()).isEqualTo("Replaced");
    }

    @Test
    void namesTheAccountThatWasReplaced() {
        assertThat(start.disconnectedFrom("bob").connectedTo("rob"))
                .extracting(LinkChange::before, LinkChange::now)
                .containsExactly(Optional.of("bob"), Optional.of("rob"));
    }
}
