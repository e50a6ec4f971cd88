/** What people read: the models of the pages, dates, and plural forms. */
package cloud.magento.accounts.link.view;
