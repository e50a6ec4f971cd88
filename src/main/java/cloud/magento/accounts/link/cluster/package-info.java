/** The nodes of the cluster: which version of this extension each of them has. */
package cloud.magento.accounts.link.cluster;
