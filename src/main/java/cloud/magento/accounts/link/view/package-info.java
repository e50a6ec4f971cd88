/** What users read and choose: the model of the page, its buttons, and texts for dates and numbers. */
package cloud.magento.accounts.link.view;
