package cloud.magento.accounts.link.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The errors in events")
final class LinkErrorTest {

    @Test
    void areAClosedList() {
        assertThat(Stream.of(LinkError.values()).map(LinkError::code))
                .containsExactlyInAnyOrder(
                        "magento_account_in_use",
                        "magento_email_mismatch",
                        "magento_email_unverified",
                        "magento_reauthentication_required",
                        "magento_impersonation",
                        "magento_link_misconfigured",
                        "magento_sign_in_cancelled",
                        "magento_sign_in_failed",
                        "magento_primary_login_required");
    }

    @Test
    void areFoundByTheirCodes() {
        assertThat(LinkError.of("magento_sign_in_failed")).contains(LinkError.SIGN_IN_FAILED);
        assertThat(LinkError.of("invalid_user_credentials")).isEmpty();
        assertThat(LinkError.of(null)).isEmpty();
    }

    @Test
    void haveUniqueMessages() {
        assertThat(Stream.of(LinkError.values()).map(LinkError::messageKey)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void haveAnEnglishMessage(LinkError error) throws IOException {
        Properties messages = new Properties();
        try (InputStream stream =
                LinkError.class.getResourceAsStream("/theme-resources/messages/messages_en.properties")) {
            messages.load(stream);
        }

        assertThat(messages.getProperty(error.messageKey())).isNotBlank();
    }
}
