/**
 * The authenticator {@code magento-link-authenticator}: primary login in the browser, and the answer to a password
 * grant.
 *
 * <p>Uses the packages up to {@code login}, except {@code mail}. No other package uses it.
 */
package cloud.magento.accounts.link.authenticator;
