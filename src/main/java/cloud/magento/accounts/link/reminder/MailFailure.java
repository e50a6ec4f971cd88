package cloud.magento.accounts.link.reminder;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.email.EmailException;

/** What an exception says about a mail that was given to Keycloak's sender of emails. */
enum MailFailure {
    /** The mail server does not accept this recipient. It can accept others. */
    RECIPIENT,
    /** The mail was not sent. Each other one may fail, too. */
    NOT_SENT,
    /** The connection broke while the mail was sent or after that: the mail server may have accepted it. */
    UNCONFIRMED;

    private static final Set<String> METHODS_OF_DELIVERY = Set.of("sendMessage", "close");

    /** How the library names an answer that did not come because the connection was closed. */
    private static final String NO_ANSWER = "[EOF]";

    /**
     * Tells them apart. Keycloak's DefaultEmailSenderProvider wraps whatever happens from the connection to its end in
     * the same {@link EmailException}. Another sender of emails counts as not having sent the mail if it throws one.
     */
    static MailFailure of(Exception exception) {
        List<Throwable> chain = Stream.iterate((Throwable) exception, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .toList();
        if (chain.stream().noneMatch(MailFailure::isOfDelivery)) {
            return NOT_SENT;
        }
        List<SendFailedException> answers = chain.stream()
                .filter(SendFailedException.class::isInstance)
                .map(SendFailedException.class::cast)
                .toList();
        if (answers.isEmpty() || chain.stream().anyMatch(MailFailure::hasNoAnswer)) {
            return UNCONFIRMED;
        }
        return answers.stream().anyMatch(MailFailure::rejectsRecipient) ? RECIPIENT : NOT_SENT;
    }

    /** The stack trace tells it: the types are those of a failed connection, too. */
    private static boolean isOfDelivery(Throwable cause) {
        return cause instanceof MessagingException
                && Stream.of(cause.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().endsWith("SMTPTransport")
                                && METHODS_OF_DELIVERY.contains(frame.getMethodName()));
    }

    private static boolean hasNoAnswer(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().contains(NO_ANSWER);
    }

    private static boolean rejectsRecipient(SendFailedException answer) {
        return answer.getInvalidAddresses() != null && answer.getInvalidAddresses().length > 0;
    }
}
