/**
 * The settings of the required action: their keys, defaults, types and parser, and the properties that the admin
 * console shows.
 *
 * <p>Uses {@code policy}. Every other package can use it.
 */
package cloud.magento.accounts.link.config;
