package cloud.magento.accounts.link.it.scenario;

/**
 * An account at the stand-in for Magento.com.
 *
 * @param id what Magento.com calls the account in its tokens
 * @param username what the person types to sign in
 * @param email the email address Magento.com knows, or null
 */
public record MagentoAccount(String id, String username, String email) {}
