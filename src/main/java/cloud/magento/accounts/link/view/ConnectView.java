package cloud.magento.accounts.link.view;

import cloud.magento.accounts.link.config.EmailPolicy;
import cloud.magento.accounts.link.config.LinkSettings;
import cloud.magento.accounts.link.idp.PendingIdentity;
import cloud.magento.accounts.link.idp.ProviderStatus;
import cloud.magento.accounts.link.support.LoginContext;
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
    private AccountView upstream;
    private String mismatch = "";
    private String proof = "";
    private String replaces;
    private String reference = "";
    private boolean canContinue;
    private boolean offersSwitch;

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

    /** Adds the name of the connected account. */
    public ConnectView withConnected(String name) {
        replaces = name;
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

    /** Offers another account first: the one that returned cannot be connected. */
    ConnectView withSwitch() {
        offersSwitch = true;
        return this;
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

    /** The account to confirm; null if there is none. */
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

    /** The name of the connected account, which another one would replace; null if there is none. */
    public String getReplaces() {
        return replaces;
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
