package cloud.magento.accounts.link.mail;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.mail.LinkChange.Kind;
import cloud.magento.accounts.link.metrics.LinkChangeOutcome;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What happened to a link")
final class LinkChangeTest {

    private final LinkChange start =
            LinkChange.none(new LinkChange.Origin("cloud", "carol", "magento", "", "192.0.2.1", Instant.EPOCH));

    @Test
    void isSaidInWordsThatNameWhoDidIt() {
        assertThat(Kind.REPLACED.bodyKey(false)).isEqualTo("connectMagentoReplacedBody");
        assertThat(Kind.REPLACED.bodyKey(true)).isEqualTo("connectMagentoReplacedByAdminBody");
    }

    @Test
    void isAnOutcomeForTheMetrics() {
        LinkChange linked = start.connectedTo("bob");
        assertThat(linked.outcome()).contains(LinkChangeOutcome.LINKED);
        assertThat(start.disconnectedFrom("bob").outcome()).contains(LinkChangeOutcome.UNLINKED);
        assertThat(start.disconnectedFrom("bob").connectedTo("rob").outcome()).contains(LinkChangeOutcome.REPLACED);
        assertThat(linked.disconnectedFrom("bob").outcome()).isEmpty();
    }

    @Test
    void isNothingAtFirst() {
        assertThat(start.kind()).isEqualTo(Kind.NONE);
    }

    @Test
    void isThatAnAccountWasConnected() {
        assertAccounts(start.connectedTo("bob"), Kind.LINKED, "bob", "");
    }

    @Test
    void isThatAnAccountWasDisconnected() {
        assertAccounts(start.disconnectedFrom("bob"), Kind.UNLINKED, "bob", "");
    }

    @Test
    void isThatAnAccountWasReplacedIfOneFollowsAnother() {
        assertAccounts(start.disconnectedFrom("bob").connectedTo("rob"), Kind.REPLACED, "rob", "bob");
    }

    @Test
    void isNothingIfANewLinkIsRemovedAgain() {
        assertThat(start.connectedTo("bob").disconnectedFrom("bob")).isEqualTo(start);
    }

    @Test
    void isThatTheOldAccountWasDisconnectedIfItsReplacementIsRemovedAgain() {
        assertThat(start.disconnectedFrom("bob").connectedTo("rob").disconnectedFrom("rob"))
                .isEqualTo(start.disconnectedFrom("bob"));
    }

    private static void assertAccounts(LinkChange change, Kind kind, String account, String replaced) {
        assertThat(change)
                .extracting(LinkChange::kind, LinkChange::account, LinkChange::replaced)
                .containsExactly(kind, account, replaced);
    }
}
