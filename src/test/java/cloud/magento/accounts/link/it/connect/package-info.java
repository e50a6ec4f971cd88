/** Integration tests of the page that asks a user to connect: who sees it, and that no way leads past it. */
package cloud.magento.accounts.link.it.connect;
