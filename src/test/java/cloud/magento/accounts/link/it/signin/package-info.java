/**
 * Integration tests of signing in: the primary login at Magento.com, fresh sign-ins, other credentials and sessions.
 */
package cloud.magento.accounts.link.it.signin;
