/**
 * Grants without a browser: for which user tokens are requested, and whether the request is rejected.
 *
 * <p>Uses the packages up to {@code link}. {@code action} and {@code authenticator} use it.
 */
package cloud.magento.accounts.link.token;
