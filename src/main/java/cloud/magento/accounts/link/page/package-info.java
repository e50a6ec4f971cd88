/**
 * The rollout page: what the reports and the check say, in the browser of an admin. It reads and never writes.
 *
 * <p>Uses the packages up to {@code admin}. No package uses it.
 */
package cloud.magento.accounts.link.page;
