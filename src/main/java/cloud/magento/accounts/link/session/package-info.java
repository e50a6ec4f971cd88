/**
 * What is known about a login and the user sessions that it joins: when and how the user signed in, with which account,
 * and whether a page can be shown.
 */
package cloud.magento.accounts.link.session;
