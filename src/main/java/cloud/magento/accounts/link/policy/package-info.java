/**
 * Decides for one login whether the user must connect an account. Pure Java: settings, facts about the user and an
 * instant in, one decision out. Every other package can use it; it uses none.
 */
package cloud.magento.accounts.link.policy;
