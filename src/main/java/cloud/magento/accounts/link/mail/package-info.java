/** Notices by mail when a link is written, replaced or removed. */
package cloud.magento.accounts.link.mail;
