/**
 * What users read and choose: the model of the page, its buttons, and texts for dates and numbers.
 *
 * <p>Uses the packages up to {@code idp}. {@code mail} and every package after it can use it.
 */
package cloud.magento.accounts.link.view;
