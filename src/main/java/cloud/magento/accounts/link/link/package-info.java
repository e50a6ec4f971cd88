/**
 * Writes links, and checks every link that is written or removed, also by Keycloak, users and admins. The only package
 * that uses the database directly.
 *
 * <p>Uses the packages up to {@code idp}. {@code token} and every package after it can use it.
 */
package cloud.magento.accounts.link.link;
