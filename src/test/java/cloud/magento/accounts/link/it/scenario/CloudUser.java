package cloud.magento.accounts.link.it.scenario;

/**
 * A person with an account at the cloud and one at Magento.com, made for one test.
 *
 * @param id the cloud user's id
 * @param username the cloud user's name
 * @param email the cloud user's email address, or null
 * @param magento the person's account at Magento.com
 */
public record CloudUser(String id, String username, String email, MagentoAccount magento) {

    /** The password of all users and accounts. */
    public static final String PASSWORD = "password";
}
