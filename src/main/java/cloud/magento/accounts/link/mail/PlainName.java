package cloud.magento.accounts.link.mail;

import java.util.regex.Pattern;

/**
 * A name that its owner chose, as a mail shows it. Our mail must not carry advertisements: the name is one short line,
 * and contains no address that mail programs would turn into a link.
 */
final class PlainName {

    /** In code points. */
    private static final int MAX_LENGTH = 100;

    /** The characters of {@code config.SingleLine}, and every space: a run of them becomes one space. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]+");

    /**
     * Many users have their email address as the name. It stays as it is: a mail program can only turn it into a link
     * for writing to it.
     */
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^\\s@/\\\\:<>]+@[^\\s@/\\\\:<>]+");

    /** Characters of URLs. */
    private static final Pattern URL_CHARACTERS = Pattern.compile("\\s*[/\\\\:<>]+\\s*");

    /** A dot that another character follows. */
    private static final Pattern INNER_DOT = Pattern.compile("\\.(?=[^\\s.])");

    private PlainName() {}

    /** The name in at most 100 code points, followed by an ellipsis if it was longer. */
    static String of(String name) {
        String line = INVISIBLE.matcher(name).replaceAll(" ").strip();
        return cut(MAIL_ADDRESS.matcher(line).matches() ? line : withoutAddresses(line));
    }

    /** {@code https://example.com/prize} becomes {@code https example. com prize}. */
    private static String withoutAddresses(String line) {
        String text = URL_CHARACTERS.matcher(line).replaceAll(" ").strip();
        return INNER_DOT.matcher(text).replaceAll(". ");
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= MAX_LENGTH
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH)) + "…";
    }
}
