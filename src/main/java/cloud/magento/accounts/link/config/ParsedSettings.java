package cloud.magento.accounts.link.config;

import java.util.List;

/** Settings as they were found: usable, or not and why. */
public sealed interface ParsedSettings {

    /** What could be read: enough to know whose provider it is and whom the rollout leaves alone. */
    LinkSettings readable();

    /**
     * Every setting is valid in itself.
     *
     * @param flaws what is wrong all the same and keeps no setting from taking effect: an unknown key, or no setting at
     *     all
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
     * @param readable the others, with defaults in the place of those that are not: enough to know who is connected or
     *     exempt, and what the admin asked for in such a case
     */
    record Unusable(List<SettingProblem> problems, LinkSettings readable) implements ParsedSettings {}
}
