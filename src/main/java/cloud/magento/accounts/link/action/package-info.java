/**
 * The required action {@code connect-magento}: its factory, its page, the steps of its form, and how it ends.
 *
 * <p>Uses the packages up to {@code login}, except {@code mail}. No other package uses it.
 */
package cloud.magento.accounts.link.action;
