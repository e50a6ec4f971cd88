/** Two nodes on one database: in turn, at the same moment, and with one of them gone. */
package cloud.magento.accounts.link.it.cluster;
