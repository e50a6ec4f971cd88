/**
 * What admins change about users: deadlines, exemptions, links and sessions. The only package that writes for an admin.
 *
 * <p>Uses the packages up to {@code check}. Only {@code admin} uses it.
 */
package cloud.magento.accounts.link.change;
