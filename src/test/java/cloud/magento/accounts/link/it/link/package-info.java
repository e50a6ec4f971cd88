/** Integration tests of the stored link: how it is made, that it is unique, when it changes and when it is removed. */
package cloud.magento.accounts.link.it.link;
