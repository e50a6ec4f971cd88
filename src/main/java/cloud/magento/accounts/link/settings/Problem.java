package cloud.magento.accounts.link.settings;

/**
 * One setting that cannot be used.
 *
 * @param key the setting
 * @param message a sentence for an admin: names the setting, what is wrong and which form is accepted
 */
public record Problem(String key, String message) {

    /** No setting is stored, as after an update of the required action that leaves its config out. */
    static final Problem EMPTY = new Problem(
            "config",
            "The settings are empty, so nobody has to connect. An update of the required action without its config"
                    + " removes them: send the config with each update. Save the settings again, or switch the required"
                    + " action off.");

    static Problem of(String key, String value, String accepted) {
        return new Problem(key, key + " \"" + Excerpt.of(value) + "\" cannot be used. " + accepted);
    }
}
