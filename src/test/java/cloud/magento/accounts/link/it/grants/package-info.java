/** Integration tests of tokens without a browser: OAuth 2 grants, SAML ECP and the client policy. */
package cloud.magento.accounts.link.it.grants;
