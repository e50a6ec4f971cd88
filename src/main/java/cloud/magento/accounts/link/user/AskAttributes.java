package cloud.magento.accounts.link.user;

import cloud.magento.accounts.link.policy.UserFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.UserModel;

/** The attributes that store what is known about prompting a user, and how their values are read. */
public final class AskAttributes {

    /** When the user was first prompted: an instant. */
    public static final String FIRST_ASKED = "magentoLinkFirstAsked";
    /** The end of the last "Not now": an instant. */
    public static final String SNOOZED_UNTIL = "magentoLinkSnoozedUntil";
    /** How often the user has chosen "Not now": a whole number. */
    public static final String SNOOZES = "magentoLinkSnoozes";
    /** The deadline that an admin has set for the user: an instant. */
    public static final String DEADLINE = "magentoLinkDeadline";

    /** The names of all four. If users can edit one of them, none counts. */
    public static final List<String> ALL = List.of(FIRST_ASKED, SNOOZED_UNTIL, SNOOZES, DEADLINE);

    private AskAttributes() {}

    /**
     * The facts about a user who is neither connected nor exempt, for a login that can show a page.
     *
     * @param texts the value of each attribute that the user has; a value that cannot be read counts as missing
     */
    public static UserFacts facts(Map<String, String> texts) {
        return new UserFacts(
                false,
                false,
                instant(texts, FIRST_ASKED),
                instant(texts, SNOOZED_UNTIL),
                Optional.ofNullable(texts.get(SNOOZES))
                        .flatMap(AskAttributes::count)
                        .orElse(0),
                instant(texts, DEADLINE),
                false);
    }

    /**
     * The facts about a user who could write the attributes: first prompted long ago, no "Not now", no personal
     * deadline. A user gains nothing by writing them.
     */
    public static UserFacts factsIfWritable(boolean exempt, boolean passive) {
        return new UserFacts(false, exempt, Optional.of(Instant.EPOCH), Optional.empty(), 0, Optional.empty(), passive);
    }

    /** The instant that an attribute of a user stores; empty: it is missing, or its text is not accepted. */
    public static Optional<Instant> instant(Map<String, String> texts, String attribute) {
        return Optional.ofNullable(texts.get(attribute)).flatMap(AskAttributes::instant);
    }

    /** The instant that an attribute stores; empty: the text is not one that this extension accepts. */
    public static Optional<Instant> instant(String text) {
        // A year with a sign can be beyond what a calendar can count in days.
        if (text.startsWith("+") || text.startsWith("-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The warning for an admin if the value of an attribute cannot be read. */
    static String unreadable(UserModel user, String attribute) {
        return "User " + user.getId() + ": attribute " + attribute + " cannot be read and is ignored. Use an instant"
                + " such as 2020-04-01T16:00:00Z, or a whole number for " + SNOOZES + ".";
    }

    /** The count that an attribute stores, never negative; empty: the text is not a number. */
    static Optional<Integer> count(String text) {
        try {
            return Optional.of(Math.max(0, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
