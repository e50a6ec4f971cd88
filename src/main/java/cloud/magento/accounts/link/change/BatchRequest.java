package cloud.magento.accounts.link.change;

/**
 * Which users a call changes.
 *
 * @param after the id after which the call starts; empty: the first user
 * @param max how many users the call looks at
 * @param dryRun whether the users are only counted
 */
public record BatchRequest(String after, int max, boolean dryRun) {}
