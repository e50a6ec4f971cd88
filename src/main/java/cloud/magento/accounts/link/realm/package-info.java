/**
 * The settings that are in effect in a realm, and what they refer to there: roles, groups and the identity provider.
 */
package cloud.magento.accounts.link.realm;
