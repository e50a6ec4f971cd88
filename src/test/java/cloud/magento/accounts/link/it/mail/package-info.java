/** Integration tests of the mail that tells a user of a change of the link. */
package cloud.magento.accounts.link.it.mail;
