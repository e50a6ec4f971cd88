/** The entry point for requests, events and links of every realm. It calls its parts in a defined order. */
package cloud.magento.accounts.link.listener;
