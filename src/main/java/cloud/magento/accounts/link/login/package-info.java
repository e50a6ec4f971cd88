/**
 * What a login requires before it can continue, and how it starts over.
 *
 * <p>Uses the packages up to {@code link}. {@code action}, {@code authenticator} and {@code listener} use it.
 */
package cloud.magento.accounts.link.login;
