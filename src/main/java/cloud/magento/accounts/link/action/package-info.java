/** The required action {@code connect-magento}: its factory, its page and the steps of its form. */
package cloud.magento.accounts.link.action;
