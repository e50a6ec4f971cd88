package cloud.magento.accounts.link.settings;

/**
 * One setting that cannot be used.
 *
 * @param key the setting
 * @param message a sentence for an admin: names the setting, what is wrong and which form is accepted
 */
public record Problem(String key, String message) {

    static Problem of(String key, String value, String accepted) {
        return new Problem(key, key + " \"" + Excerpt.of(value) + "\" cannot be used. " + accepted);
    }
}
