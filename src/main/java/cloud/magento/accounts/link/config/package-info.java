/**
 * The settings of the required action: their names, defaults, types, parser, and the properties that the admin console
 * shows. Uses {@link cloud.magento.accounts.link.policy}. Everything above uses it.
 */
package cloud.magento.accounts.link.config;
