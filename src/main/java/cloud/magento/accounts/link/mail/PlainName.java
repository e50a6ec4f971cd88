package cloud.magento.accounts.link.mail;

import java.util.regex.Pattern;

/**
 * A name that its owner chose, as a mail shows it. A mail of ours must not carry somebody's advertisement: the name is
 * one short line, and mail programs find no address in it to make a link of.
 */
final class PlainName {

    private static final int LONGEST = 100;

    /** Controls, invisible characters and line ends. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Z}]+");

    /**
     * Many use their address as the name. It has to be readable as it is; all that it can become is a link to write to
     * it.
     */
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^\\s@/\\\\:<>]+@[^\\s@/\\\\:<>]+");

    private static final Pattern OF_ADDRESSES = Pattern.compile("\\s*[/\\\\:<>]+\\s*");

    private static final Pattern DOT_WITHIN = Pattern.compile("\\.(?=[^\\s.])");

    private PlainName() {}

    static String of(String name) {
        String line = INVISIBLE.matcher(name).replaceAll(" ").strip();
        return cut(MAIL_ADDRESS.matcher(line).matches() ? line : withoutAddresses(line));
    }

    /** {@code https://example.com/prize} becomes {@code https example. com prize}. */
    private static String withoutAddresses(String line) {
        String words = OF_ADDRESSES.matcher(line).replaceAll(" ").strip();
        return DOT_WITHIN.matcher(words).replaceAll(". ");
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
