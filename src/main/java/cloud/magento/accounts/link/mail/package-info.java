/**
 * Notices by email when a link is written, replaced or removed.
 *
 * <p>Uses the packages up to {@code view}, except {@code token}. Only {@code listener} uses it.
 */
package cloud.magento.accounts.link.mail;
