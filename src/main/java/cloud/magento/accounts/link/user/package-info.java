/** What is known of a user: links, exemptions, attributes, and whether primary login applies. */
package cloud.magento.accounts.link.user;
