/**
 * The settings of the required action: their keys, defaults, types and parser, and the properties that the admin
 * console shows. Uses {@link cloud.magento.accounts.link.policy}. Every higher package uses it.
 */
package cloud.magento.accounts.link.config;
