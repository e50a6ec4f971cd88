/**
 * The entry point for requests, events and links of every realm. It calls its parts in a defined order.
 *
 * <p>Can use every package before it. No other package uses it.
 */
package cloud.magento.accounts.link.listener;
