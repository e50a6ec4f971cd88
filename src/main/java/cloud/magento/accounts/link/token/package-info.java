/** Grants without a browser: for which user tokens are requested, and whether the request is rejected. */
package cloud.magento.accounts.link.token;
