/**
 * Decides for one login whether the user must connect an account. Pure Java: the input is the settings, facts about the
 * user and an instant, and the output is one decision.
 *
 * <p>Uses no other package. Every other package can use it.
 */
package cloud.magento.accounts.link.policy;
