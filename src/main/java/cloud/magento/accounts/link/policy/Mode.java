package cloud.magento.accounts.link.policy;

/** Whether the policy takes effect. */
public enum Mode {
    /** Users are prompted to connect, and must connect from their deadline on. */
    ON,
    /** Decisions are recorded in the login event, and change no login. */
    REPORT,
    /** The policy decides nothing. */
    OFF
}
