/**
 * What is known about a login and the user sessions that it joins: when and how the user signed in, with which account,
 * and whether a page can be shown.
 *
 * <p>Uses the packages up to {@code user}. {@code idp} and every package after it can use it.
 */
package cloud.magento.accounts.link.session;
