package cloud.magento.accounts.link.change;

/**
 * How far a call has come.
 *
 * @param failed the users who could not be changed. The log says why
 * @param after the id of the last user that was looked at; the one of the request if there was none
 * @param done whether the list has come to its end. If not, the next call starts after {@code after}
 */
public record BatchProgress(int failed, String after, boolean done) {}
