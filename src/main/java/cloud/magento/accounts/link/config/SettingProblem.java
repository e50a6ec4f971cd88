package cloud.magento.accounts.link.config;

/**
 * One setting that cannot be used.
 *
 * @param key the setting
 * @param message a sentence for an admin: names the setting, what is wrong and which form is accepted
 */
public record SettingProblem(String key, String message) {

    /** No setting is stored, as after an update of the required action that leaves its config out. */
    static final SettingProblem EMPTY = new SettingProblem(
            "config",
            "The settings are empty, so nobody has to connect. An update of the required action without its config"
                    + " removes them: send the config with each update. Save the settings again, or switch the required"
                    + " action off.");

    public static SettingProblem of(String key, String value, String accepted) {
        return new SettingProblem(key, key + " \"" + SingleLine.of(value) + "\" cannot be used. " + accepted);
    }
}
