/** Integration tests of first logins through Magento.com and through other identity providers. */
package cloud.magento.accounts.link.it.firstlogin;
