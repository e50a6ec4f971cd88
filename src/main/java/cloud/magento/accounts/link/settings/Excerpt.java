package cloud.magento.accounts.link.settings;

/** Makes a value of unknown origin fit for one line of a log or a message. */
final class Excerpt {

    private static final int LONGEST = 80;

    private Excerpt() {}

    static String of(String value) {
        String oneLine = value.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "…";
    }
}
