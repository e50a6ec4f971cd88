/**
 * What is known about a user: links, exemptions, attributes, the password, and whether primary login applies.
 *
 * <p>Uses the packages up to {@code support}. {@code session} and every package after it can use it.
 */
package cloud.magento.accounts.link.user;
