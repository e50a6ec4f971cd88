/**
 * Reminds users by mail, so many days before their deadline. Keycloak's scheduler starts it, or an admin.
 *
 * <p>Uses the packages up to {@code report}, except {@code session} and {@code token}. {@code admin} and
 * {@code listener} use it.
 */
package cloud.magento.accounts.link.reminder;
