package cloud.magento.accounts.link.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The recipients of a notice")
final class NoticeRecipientsTest {

    @Test
    void areNoneWithoutAVerifiedAddress() {
        assertThat(new NoticeRecipients("", List.of(), "carol@example.com").isEmpty())
                .isTrue();
    }

    @Test
    void areTheVerifiedAddressAndTheFormerOnes() {
        assertThat(new NoticeRecipients("carol@example.com", List.of(), "carol@example.com").isEmpty())
                .isFalse();
        assertThat(new NoticeRecipients("", List.of("old@example.com"), "new@example.com").isEmpty())
                .isFalse();
    }

    @Test
    void haveAsCurrentTheAddressOfThatTimeAndOfNow() {
        NoticeRecipients recipients =
                new NoticeRecipients("then@example.com", List.of("old@example.com"), "now@example.com");

        assertThat(recipients.isCurrent("Then@example.com")).isTrue();
        assertThat(recipients.isCurrent("NOW@example.com")).isTrue();
        assertThat(recipients.isCurrent("old@example.com")).isFalse();
    }
}
