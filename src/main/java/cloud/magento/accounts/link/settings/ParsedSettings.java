package cloud.magento.accounts.link.settings;

import java.util.List;

/** Settings as they were found: usable, or not and why. */
public sealed interface ParsedSettings {

    /** Every setting is valid in itself. */
    record Usable(LinkSettings settings) implements ParsedSettings {}

    /**
     * At least one setting is invalid.
     *
     * @param problems what is wrong, at least one
     * @param whenUnavailable what the admin asked for in such a case, {@code ALLOW} where that is unreadable too
     */
    record Unusable(List<Problem> problems, WhenUnavailable whenUnavailable) implements ParsedSettings {}
}
