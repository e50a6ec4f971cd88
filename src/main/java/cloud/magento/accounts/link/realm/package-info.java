/** The settings in effect of a realm, and the roles, groups and identity provider of the realm that they name. */
package cloud.magento.accounts.link.realm;
