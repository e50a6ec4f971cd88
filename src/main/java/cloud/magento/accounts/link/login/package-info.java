/** Where a login stands, what must happen before it continues, and how it starts over. */
package cloud.magento.accounts.link.login;
