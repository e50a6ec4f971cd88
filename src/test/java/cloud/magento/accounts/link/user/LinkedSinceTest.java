package cloud.magento.accounts.link.user;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.magento.accounts.link.fakes.FakeUser;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The date of a link")
final class LinkedSinceTest {

    private static final String ATTRIBUTE = "magentoLinkSince";

    private final FakeUser carol = new FakeUser("carol");

    @Test
    void isStoredInWholeSeconds() {
        LinkedSince.store(carol.model(), Instant.parse("2020-04-01T07:00:00.123Z"));

        assertThat(carol.attributes()).containsEntry(ATTRIBUTE, "2020-04-01T07:00:00Z");
    }

    @Test
    void isRemoved() {
        carol.withAttribute(ATTRIBUTE, "2020-04-01T07:00:00Z");

        LinkedSince.remove(carol.model());

        assertThat(carol.attributes()).isEmpty();
    }

    @Test
    void isNotStoredIfTheStoreIsReadOnly() {
        carol.ofStore("directory", true);

        LinkedSince.store(carol.model(), Instant.EPOCH);
        LinkedSince.remove(carol.model());

        assertThat(carol.attributes()).isEmpty();
    }

    @Test
    void staysIfTheStoreBecomesReadOnly() {
        carol.withAttribute(ATTRIBUTE, "2020-04-01T07:00:00Z").ofStore("directory", true);

        LinkedSince.remove(carol.model());

        assertThat(carol.attributes()).containsKey(ATTRIBUTE);
    }
}
