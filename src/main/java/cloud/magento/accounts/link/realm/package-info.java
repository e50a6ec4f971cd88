/**
 * The settings in effect of a realm, and the roles, groups and identity provider of the realm that they name.
 *
 * <p>Uses {@code policy} and {@code config}. {@code support} and every package after it can use it.
 */
package cloud.magento.accounts.link.realm;
