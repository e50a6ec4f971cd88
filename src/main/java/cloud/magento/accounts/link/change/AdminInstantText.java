package cloud.magento.accounts.link.change;

import cloud.magento.accounts.link.config.InstantParser;
import cloud.magento.accounts.link.user.AdminInstant;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Reads an instant that an admin enters, in the formats of the settings. */
public final class AdminInstantText {

    private AdminInstantText() {}

    /**
     * The text to store, in whole seconds; empty: it has none of {@link InstantParser#FORMATS}.
     *
     * @param zone the time zone of a text without an offset
     */
    public static Optional<String> parse(String text, ZoneId zone) {
        try {
            return AdminInstant.text(InstantParser.parse(text, zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
