/**
 * Counts and lists users by the database, without loading them. The only package, besides {@code link.LinkLock}, that
 * uses the database. It reads and never writes.
 */
package cloud.magento.accounts.link.report;
