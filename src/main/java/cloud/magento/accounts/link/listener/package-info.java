/** The entry point for events, requests and links of every realm. It calls its parts in a stated order. */
package cloud.magento.accounts.link.listener;
