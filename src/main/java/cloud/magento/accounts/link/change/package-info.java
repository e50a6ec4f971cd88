/**
 * What admins change about users: personal deadlines, exemptions that end by themselves, links and sessions. Each
 * change writes an admin event.
 *
 * <p>Uses the packages up to {@code check}. {@code admin} and every package after it can use it.
 */
package cloud.magento.accounts.link.change;
