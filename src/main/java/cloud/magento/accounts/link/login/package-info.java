/** What a login requires before it can continue, and how it starts over. */
package cloud.magento.accounts.link.login;
