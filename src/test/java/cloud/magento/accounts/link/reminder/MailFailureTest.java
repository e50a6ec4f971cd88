package cloud.magento.accounts.link.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;

@DisplayName("A mail that fails")
final class MailFailureTest {

    private static final Address[] NONE = {};

    @Test
    void wasNotSentWithoutAConnection() {
        assertThat(of("connect", new MessagingException("Could not connect", new SocketTimeoutException())))
                .isEqualTo(MailFailure.NOT_SENT);
    }

    @Test
    void wasNotSentIfItCouldNotBeWritten() {
        assertThat(MailFailure.of(new EmailException("Failed to template email")))
                .isEqualTo(MailFailure.NOT_SENT);
        assertThat(MailFailure.of(new IllegalStateException())).isEqualTo(MailFailure.NOT_SENT);
    }

    @Test
    void wasNotSentIfTheMailServerRejectsIt() {
        assertThat(of("sendMessage", new SendFailedException("554 no"))).isEqualTo(MailFailure.NOT_SENT);
    }

    @Test
    void concernsTheRecipientWhomTheMailServerRejects() throws MessagingException {
        Address[] invalid = {new InternetAddress("carol@example.com")};
        SendFailedException answer = new SendFailedException(
                "Invalid Addresses", new SendFailedException("550 no such mailbox"), NONE, NONE, invalid);

        assertThat(of("sendMessage", answer)).isEqualTo(MailFailure.RECIPIENT);
    }

    @Test
    void mayHaveBeenAcceptedIfTheAnswerDoesNotCome() {
        assertThat(of(
                        "sendMessage",
                        new MessagingException("Exception reading response", new SocketTimeoutException())))
                .isEqualTo(MailFailure.UNCONFIRMED);
        assertThat(of("sendMessage", new SendFailedException("[EOF]"))).isEqualTo(MailFailure.UNCONFIRMED);
    }

    @Test
    void mayHaveBeenAcceptedIfTheEndOfTheConnectionFails() {
        assertThat(of("close", new MessagingException("Server Close Failed"))).isEqualTo(MailFailure.UNCONFIRMED);
    }

    /** Wraps an exception of this method of the transport as Keycloak does. */
    private static MailFailure of(String method, MessagingException exception) {
        exception.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.eclipse.angus.mail.smtp.SMTPTransport", method, "SMTPTransport.java", 1)
        });
        return MailFailure.of(new EmailException("Error when attempting to send the email", exception));
    }
}
