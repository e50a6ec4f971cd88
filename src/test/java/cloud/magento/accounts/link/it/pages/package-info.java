/** What a browser shows in the integration tests: one class per page, without JavaScript. */
package cloud.magento.accounts.link.it.pages;
