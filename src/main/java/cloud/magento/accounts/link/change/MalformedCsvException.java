package cloud.magento.accounts.link.change;

/** Text that is not CSV in UTF-8, so that nothing after it can be read. */
final class MalformedCsvException extends Exception {

    private static final long serialVersionUID = 1;

    private final long line;

    /**
     * Creates it.
     *
     * @param message what is wrong and accepted, in one or two sentences
     */
    MalformedCsvException(long line, String message) {
        super(message);
        this.line = line;
    }

    /** The line of the text at which the record begins, from 1. */
    long line() {
        return line;
    }
}
