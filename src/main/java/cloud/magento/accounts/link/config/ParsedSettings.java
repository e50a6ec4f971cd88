package cloud.magento.accounts.link.config;

import java.util.List;

/** The result of parsing the settings: all are valid, or at least one is not. */
public sealed interface ParsedSettings {

    /** The settings as far as they are valid: enough to know the provider and which users are exempt. */
    LinkSettings readable();

    /**
     * Each setting is valid.
     *
     * @param flaws problems that do not stop any setting from taking effect: an unknown key, or no setting at all
     */
    record Usable(LinkSettings settings, List<SettingProblem> flaws) implements ParsedSettings {

        @Override
        public LinkSettings readable() {
            return settings;
        }
    }

    /**
     * At least one setting is invalid.
     *
     * @param problems what is wrong, at least one
     * @param readable the valid settings, and defaults for the invalid ones: enough to know which users are connected
     *     or exempt, and what {@link WhenUnavailable} is
     */
    record Unusable(List<SettingProblem> problems, LinkSettings readable) implements ParsedSettings {}
}
