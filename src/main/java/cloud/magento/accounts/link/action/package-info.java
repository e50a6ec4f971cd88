/** The required action {@code connect-magento}: its factory, its page, the steps of its form, and how it ends. */
package cloud.magento.accounts.link.action;
