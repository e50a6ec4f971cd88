package cloud.magento.accounts.link.config;

/**
 * A problem with one setting.
 *
 * @param key the key of the setting
 * @param message for an admin: names the setting, and says what is wrong and what to do
 */
public record SettingProblem(String key, String message) {

    /** No setting is stored, for example after an update of the required action that omits its config. */
    static final SettingProblem EMPTY = new SettingProblem(
            "config",
            "The settings are empty, so no user has to connect. An update of the required action without its config"
                    + " removes them: send the config with each update. Save the settings again, or disable the"
                    + " required action.");

    private static final int MAX_QUOTED_LENGTH = 80;

    /**
     * The value of a setting cannot be used.
     *
     * @param advice what is accepted, as one or more sentences
     */
    public static SettingProblem of(String key, String value, String advice) {
        return new SettingProblem(key, key + " " + quote(value) + " cannot be used. " + advice);
    }

    /** There is no setting with this key. */
    static SettingProblem unknown(String key, String advice) {
        return new SettingProblem(key, quote(key) + " is not a setting and has no effect. " + advice);
    }

    /** Whether the problem is that no setting is stored. */
    public boolean isEmptyConfig() {
        return equals(EMPTY);
    }

    /** Quotes a text of unknown origin on one line, and shortens it. */
    private static String quote(String text) {
        String oneLine = SingleLine.of(text, "?");
        if (oneLine.length() <= MAX_QUOTED_LENGTH) {
            return '"' + oneLine + '"';
        }
        boolean wouldSplitPair = Character.isHighSurrogate(oneLine.charAt(MAX_QUOTED_LENGTH - 1));
        return '"' + oneLine.substring(0, wouldSplitPair ? MAX_QUOTED_LENGTH - 1 : MAX_QUOTED_LENGTH) + "…\"";
    }
}
