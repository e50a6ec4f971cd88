package cloud.magento.accounts.link.config;

import java.util.regex.Pattern;

/** Texts of unknown origin on one line: in the log, on a page, in an email. */
public final class SingleLine {

    /**
     * Control characters, format characters (they could reorder or hide text), line and paragraph separators, and
     * unpaired surrogates, which a log or a database cannot encode. Spaces stay.
     */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private SingleLine() {}

    /** The text with {@code replacement} in place of each invisible character. */
    public static String of(String text, String replacement) {
        return INVISIBLE.matcher(text).replaceAll(replacement);
    }
}
