/**
 * The authenticator {@code magento-link-authenticator}: primary login in the browser, and the answer to a password
 * grant.
 */
package cloud.magento.accounts.link.authenticator;
