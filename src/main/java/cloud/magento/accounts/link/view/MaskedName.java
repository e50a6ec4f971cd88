package cloud.magento.accounts.link.view;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an account that its owner recognizes and nobody else learns: one character of each part, three of a long
 * one, and the end of a domain. The length is not shown.
 */
final class MaskedName {

    private static final String HIDDEN = "•••";
    private static final int LONG = 6;

    private static final Pattern EMAIL = Pattern.compile("(.+)@([^@]+)\\.([^.@]+)", Pattern.DOTALL);

    private MaskedName() {}

    /** Masks a name or an email address; an empty name remains empty. */
    static String of(String name) {
        Matcher email = EMAIL.matcher(name);
        return email.matches() ? part(email.group(1)) + '@' + part(email.group(2)) + '.' + email.group(3) : part(name);
    }

    /** By code points: a character outside the basic plane has two units, which must not be separated. */
    private static String part(String text) {
        if (text.isEmpty()) {
            return "";
        }
        return text.codePointCount(0, text.length()) < LONG
                ? start(text, 1) + HIDDEN
                : start(text, 2) + HIDDEN + text.substring(text.offsetByCodePoints(text.length(), -1));
    }

    private static String start(String text, int characters) {
        return text.substring(0, text.offsetByCodePoints(0, characters));
    }
}
