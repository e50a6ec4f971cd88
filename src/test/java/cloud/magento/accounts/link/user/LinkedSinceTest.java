package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeUser;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Since when a user is connected")
final class LinkedSinceTest {

    private static final String ATTRIBUTE = "magentoLinkSince";

    private final FakeUser carol = new FakeUser("carol");

    @Test
    void isKeptToTheSecond() {
        LinkedSince.keep(carol.model(), Instant.parse("2020-04-01T07:00:00.123Z"));

        assertThat(carol.attributes()).containsEntry(ATTRIBUTE, "2020-04-01T07:00:00Z");
    }

    @Test
    void isForgotten() {
        carol.withAttribute(ATTRIBUTE, "2020-04-01T07:00:00Z");

        LinkedSince.forget(carol.model());

        assertThat(carol.attributes()).isEmpty();
    }

    @Test
    void isNotKnownOfAStoreThatTakesNothing() {
        carol.ofStore("directory", true);

        LinkedSince.keep(carol.model(), Instant.EPOCH);
        LinkedSince.forget(carol.model());

        assertThat(carol.attributes()).isEmpty();
    }

    @Test
    void staysWhereTheStoreTakesNothingAnyMore() {
        carol.withAttribute(ATTRIBUTE, "2020-04-01T07:00:00Z").ofStore("directory", true);

        LinkedSince.forget(carol.model());

        assertThat(carol.attributes()).containsKey(ATTRIBUTE);
    }
}
