/**
 * Writes links, and checks every link that is written or removed, also by Keycloak, users and admins. The only package
 * that uses the database directly.
 */
package cloud.magento.accounts.link.link;
