package cloud.magento.accounts.link.config;

/** Makes a value of unknown origin fit for one line of a log or a message. */
final class SingleLine {

    private static final int LONGEST = 80;

    private SingleLine() {}

    static String of(String value) {
        // Controls, invisible formats, line separators, and halves of characters, which no log can encode.
        String oneLine = value.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "?");
        if (oneLine.length() <= LONGEST) {
            return oneLine;
        }
        boolean wouldSplit = Character.isHighSurrogate(oneLine.charAt(LONGEST - 1));
        return oneLine.substring(0, wouldSplit ? LONGEST - 1 : LONGEST) + "…";
    }
}
