/**
 * What the packages after it share: the names of session notes, events, errors, messages for the user, the contexts of
 * a user and a login, the clock, and work after the end of a transaction.
 *
 * <p>Uses {@code config} and {@code realm}. {@code user} and every package after it can use it.
 */
package cloud.magento.accounts.link.support;
