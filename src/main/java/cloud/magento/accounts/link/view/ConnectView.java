package cloud.magento.accounts.link.view;

import java.util.Objects;

/**
 * What the template {@code connect-magento.ftl} shows, under the name {@code connectMagento}. FreeMarker reads it by
 * its getters. Texts are never null; an empty one means that there is none.
 */
public final class ConnectView {

    /** Which face the page shows. */
    public enum State {
        ASK,
        CONFIRM,
        REAUTHENTICATE,
        UNAVAILABLE,
        IMPERSONATION,
        CONNECTED,
        REFUSED,
        PRIMARY
    }

    private final State state;
    private final String providerName;
    private Reminder reminder = Reminder.NONE;
    private Person account = Person.NOBODY;
    private Person upstream;
    private String replaces;
    private String mismatch = "";
    private String proof = "";
    private String supportUrl = "";
    private String reference = "";
    private boolean canContinue;
    private boolean offersSwitch;

    public ConnectView(State state, String providerName) {
        this.state = state;
        this.providerName = providerName;
    }

    /**
     * What is said about time.
     *
     * @param deadline ready for the reader's language, with its zone
     * @param snoozesLeft -1: no limit
     */
    public record Reminder(
            boolean enforced,
            boolean postponable,
            String deadline,
            int daysLeft,
            String daysLeftPlural,
            int snoozeDays,
            String snoozeDaysPlural,
            int snoozesLeft,
            String snoozesLeftPlural) {
        static final Reminder NONE = new Reminder(false, false, "", 0, "other", 0, "other", -1, "other");
    }

    /** One account, as the page shows it. */
    public static final class Person {
        static final Person NOBODY = new Person("", "", "", "");
        private final String username;
        private final String email;
        private final String name;
        private final String label;

        public Person(String username, String email, String name, String label) {
            this.username = Objects.requireNonNullElse(username, "");
            this.email = Objects.requireNonNullElse(email, "");
            this.name = Objects.requireNonNullElse(name, "");
            this.label = Objects.requireNonNullElse(label, "");
        }

        public String getUsername() {
            return username;
        }

        public String getEmail() {
            return email;
        }

        public String getName() {
            return name;
        }

        public String getLabel() {
            return label;
        }
    }

    public ConnectView withReminder(Reminder value) {
        reminder = value;
        return this;
    }

    public ConnectView withAccount(Person value) {
        account = value;
        return this;
    }

    /** The account that waits to be confirmed, how its e-mail compares, and the proof that the form must name. */
    public ConnectView withUpstream(Person value, String emailMismatch, String proofNumber) {
        upstream = value;
        mismatch = emailMismatch;
        proof = proofNumber;
        return this;
    }

    /** The account that would be replaced. */
    public ConnectView withReplaces(String label) {
        replaces = label;
        return this;
    }

    public ConnectView withSupportUrl(String value) {
        supportUrl = value;
        return this;
    }

    public ConnectView withReference(String value) {
        reference = value;
        return this;
    }

    public ConnectView withCanContinue(boolean value) {
        canContinue = value;
        return this;
    }

    /** Offers another account at once: the one that came back cannot be connected. */
    public ConnectView withOffersSwitch(boolean value) {
        offersSwitch = value;
        return this;
    }

    public String getState() {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }

    public String getProviderName() {
        return providerName;
    }

    public boolean isEnforced() {
        return reminder.enforced();
    }

    public boolean isPostponable() {
        return reminder.postponable();
    }

    public String getDeadline() {
        return reminder.deadline();
    }

    public int getDaysLeft() {
        return reminder.daysLeft();
    }

    public String getDaysLeftPlural() {
        return reminder.daysLeftPlural();
    }

    public int getSnoozeDays() {
        return reminder.snoozeDays();
    }

    public String getSnoozeDaysPlural() {
        return reminder.snoozeDaysPlural();
    }

    public int getSnoozesLeft() {
        return reminder.snoozesLeft();
    }

    public String getSnoozesLeftPlural() {
        return reminder.snoozesLeftPlural();
    }

    public Person getAccount() {
        return account;
    }

    public Person getUpstream() {
        return upstream;
    }

    public String getReplaces() {
        return replaces;
    }

    public String getMismatch() {
        return mismatch;
    }

    public String getProof() {
        return proof;
    }

    public String getSupportUrl() {
        return supportUrl;
    }

    public String getReference() {
        return reference;
    }

    public boolean isCanContinue() {
        return canContinue;
    }

    public boolean isOffersSwitch() {
        return offersSwitch;
    }
}
