package cloud.magento.accounts.link.config;

/** Reads whole numbers, digits only. */
final class WholeNumber {

    static final int UNREADABLE = -1;

    private WholeNumber() {}

    /** The number, or {@link #UNREADABLE} where the text is anything but a number from 0 to {@code most}. */
    static int parse(String text, int most) {
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return UNREADABLE;
        }
        try {
            int number = Integer.parseInt(text);
            return number <= most ? number : UNREADABLE;
        } catch (NumberFormatException e) {
            return UNREADABLE;
        }
    }
}
