/** What is known about a user: links, exemptions, attributes, and whether primary login applies. */
package cloud.magento.accounts.link.user;
