package cloud.magento.accounts.link.policy;

/** Whether the rollout acts, only records what it would do, or rests. */
public enum Mode {
    ON,
    REPORT,
    OFF
}
