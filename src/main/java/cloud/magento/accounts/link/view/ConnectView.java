package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.support.LoginContext;
import cloud.magento.accounts.link.support.UserMessage;
import java.util.Locale;
import org.keycloak.models.UserModel;

/**
 * The model of the template {@code connect-magento.ftl}, which reads it by its getters. An empty text means that there
 * is none. Each {@code with} method changes this view and returns it.
 */
public final class ConnectView {

    /** What the page is about. */
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
    private final AccountView account;
    private final String supportUrl;
    private Reminder reminder = Reminder.NONE;
    private AccountView upstream = AccountView.NONE;
    private String mismatch = "";
    private String proof = "";
    private String connected = "";
    private String expected = "";
    private String rejected = "";
    private String reference = "";
    private boolean canContinue;
    private boolean offersSwitch;
    private boolean switchFirst;

    /** Creates a view for the user of a login. */
    public ConnectView(State state, LoginContext login, LinkSettings settings) {
        this.state = state;
        this.providerName = ProviderStatus.displayName(login.session(), settings.idpAlias());
        this.account = AccountView.of(login.user());
        this.supportUrl = settings.supportLink();
    }

    /** Adds what the page says about the deadline and about "Not now". */
    public ConnectView withReminder(Reminder value) {
        reminder = value;
        return this;
    }

    /** Adds the account to confirm, and how its email address differs from that of the user. */
    public ConnectView withPending(PendingIdentity pending, UserModel user, EmailPolicy policy) {
        upstream = AccountView.of(pending.identity());
        mismatch = EmailMismatch.of(pending.identity(), user, policy);
        proof = pending.number();
        return this;
    }

    /** Adds the name of the connected account, for a user who may see it. */
    public ConnectView withConnected(String name) {
        connected = name;
        return this;
    }

    /** Adds the name of the account with which the user must sign in, so that only its owner recognizes it. */
    public ConnectView withExpected(String name) {
        expected = MaskedName.of(name);
        return this;
    }

    /** Adds the reference by which an admin finds the event of an error. */
    public ConnectView withReference(String value) {
        reference = value;
        return this;
    }

    /** Sets whether the user can continue without connecting. */
    public ConnectView withCanContinue(boolean value) {
        canContinue = value;
        return this;
    }

    /** Adds the reference of a message, the account that it is about, and another account as the way out. */
    void withMessage(UserMessage message) {
        reference = message.isInformation() ? "" : message.reference();
        rejected = message.account();
        offersSwitch = message.isAboutAccount();
        switchFirst = message.needsOtherAccount();
    }

    public String getState() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    public String getProviderName() {
        return providerName;
    }

    public AccountView getAccount() {
        return account;
    }

    public String getSupportUrl() {
        return supportUrl;
    }

    public boolean isEnforced() {
        return reminder.enforced();
    }

    /** When the user can sign in again without connecting, because a rehearsal ends. */
    public String getRehearsalEnd() {
        return reminder.rehearsalEnd();
    }

    public boolean isPostponable() {
        return reminder.postponable();
    }

    public String getDeadline() {
        return reminder.deadline();
    }

    /** Whether the deadline is the end of a day. */
    public boolean isEndsWithDay() {
        return reminder.endsWithDay();
    }

    public boolean isLastDay() {
        return reminder.lastDay();
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

    /** The account to confirm; all its texts are empty if there is none. */
    public AccountView getUpstream() {
        return upstream;
    }

    public String getMismatch() {
        return mismatch;
    }

    /** The number of the pending identity, which the form sends back. */
    public String getProof() {
        return proof;
    }

    /** The name of the connected account, which another one would replace. */
    public String getConnected() {
        return connected;
    }

    /** The masked name of the account with which the user must sign in. */
    public String getExpected() {
        return expected;
    }

    /** The account that was rejected. */
    public String getRejected() {
        return rejected;
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

    /** Whether another account is the first button: the same account would be rejected again. */
    public boolean isSwitchFirst() {
        return switchFirst;
    }
}
